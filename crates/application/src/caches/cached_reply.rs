//! A reply as it is cached.

use std::sync::Arc;

use super::versioned::Cacheable;

/// The form of the frame: one of another form is a miss, so that instances of two releases can share a cache.
const FORM: u8 = 1;

/// A serialised page with what belongs to it. To clone it copies no body.
#[derive(Clone, PartialEq, Eq)]
pub struct CachedReply {
    /// The entity tag of the body, as it stands in the header field.
    pub tag: String,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    body: Body,
}

/// The end of a frame, or all of it.
#[derive(Clone)]
struct Body {
    frame: Arc<[u8]>,
    start: usize,
}

impl CachedReply {
    /// A page that was just serialised.
    #[must_use]
    pub fn new(tag: String, next: Option<String>, body: Vec<u8>) -> Self {
        let body = Body {
            frame: body.into(),
            start: 0,
        };
        Self { tag, next, body }
    }

    /// The serialised page.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.body.as_ref()
    }
}

/// The body, so that it can be sent without a copy.
impl AsRef<[u8]> for CachedReply {
    fn as_ref(&self) -> &[u8] {
        self.body()
    }
}

impl std::fmt::Debug for CachedReply {
    /// A body holds what people wrote: that is nothing for a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CachedReply")
            .field("tag", &self.tag)
            .field("body_length", &self.body().len())
            .finish_non_exhaustive()
    }
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        self.frame.get(self.start..).unwrap_or_default()
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.as_ref() == other.as_ref()
    }
}

impl Eq for Body {}

/// The form, the tag and the next cursor with their lengths before them, and then the body.
impl Cacheable for CachedReply {
    fn to_bytes(&self) -> Vec<u8> {
        let mut frame = vec![FORM];
        push(&mut frame, Some(&self.tag));
        push(&mut frame, self.next.as_deref());
        frame.extend_from_slice(self.body());
        frame
    }

    fn from_bytes(frame: &Arc<[u8]>) -> Option<Self> {
        let rest = frame.strip_prefix(&[FORM])?;
        let (tag, rest) = take(rest)?;
        let (next, body) = take(rest)?;
        Some(Self {
            tag: tag?,
            next,
            body: Body {
                frame: frame.clone(),
                start: frame.len() - body.len(),
            },
        })
    }
}

/// Adds a text of fewer than 2^32 - 1 bytes; no text has the length that none has.
fn push(frame: &mut Vec<u8>, text: Option<&str>) {
    let length = text.map_or(Ok(u32::MAX), |text| u32::try_from(text.len()));
    frame.extend_from_slice(&length.unwrap_or(u32::MAX).to_be_bytes());
    frame.extend_from_slice(text.unwrap_or_default().as_bytes());
}

/// A text, and what follows it; nothing when the frame is broken.
fn take(frame: &[u8]) -> Option<(Option<String>, &[u8])> {
    let (length, rest) = frame.split_first_chunk()?;
    match u32::from_be_bytes(*length) {
        u32::MAX => Some((None, rest)),
        length => {
            let (text, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            let text = String::from_utf8(text.to_vec()).ok()?;
            Some((Some(text), rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_reply(tag: &str, next: Option<&str>, body: &[u8]) -> CachedReply {
        CachedReply::new(tag.to_owned(), next.map(str::to_owned), body.to_vec())
    }

    fn framed(reply: &CachedReply) -> Arc<[u8]> {
        reply.to_bytes().into()
    }

    #[test]
    fn a_reply_comes_back_as_it_was() {
        for next in [None, Some(""), Some("f\u{fc}nf")] {
            for (tag, body) in [("", &b""[..]), ("\"tag\"", b"[{}]"), ("\0", &[0xFF; 9])] {
                let reply = a_reply(tag, next, body);
                let again = CachedReply::from_bytes(&framed(&reply));
                assert_eq!(again, Some(reply));
            }
        }
    }

    // G8: a hit is as cheap for a large page as for a small one.
    #[test]
    fn a_reply_that_is_read_copies_no_body() {
        let frame = framed(&a_reply("\"tag\"", Some("cursor"), &[7; 4_096]));
        let reply = CachedReply::from_bytes(&frame).unwrap();
        let of_frame = frame.as_ptr_range();
        assert!(of_frame.contains(&reply.body().as_ptr()));
        assert_eq!(reply.clone().body().as_ptr(), reply.body().as_ptr());
    }

    #[test]
    fn a_broken_frame_is_no_reply() {
        let whole = framed(&a_reply("\"tag\"", Some("cursor"), b""));
        for end in 0..whole.len() {
            let cut = whole[..end].into();
            assert_eq!(CachedReply::from_bytes(&cut), None, "{end}");
        }
        let mut later_form = whole.to_vec();
        later_form[0] = FORM + 1;
        assert_eq!(CachedReply::from_bytes(&later_form.into()), None);
        let mut no_text = whole.to_vec();
        no_text[5] = 0xFF;
        assert_eq!(CachedReply::from_bytes(&no_text.into()), None);
        let no_tag: Arc<[u8]> = [&[FORM][..], &[0xFF; 8]].concat().into();
        assert_eq!(CachedReply::from_bytes(&no_tag), None);
    }

    // G6
    #[test]
    fn a_body_is_not_shown() {
        let shown = format!("{:?}", a_reply("\"tag\"", None, b"a secret plan"));
        assert!(!shown.contains("115"), "{shown}");
        assert!(!shown.contains("secret"), "{shown}");
    }
}
