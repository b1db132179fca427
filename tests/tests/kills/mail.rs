//! A mail as it arrived.

use mail_parser::MessageParser;

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mail {
    /// Its `Message-ID`, the same for every try of one job.
    pub(crate) id: String,
    /// The address that it is for.
    pub(crate) to: String,
    /// Its subject.
    pub(crate) subject: String,
    /// Its text.
    pub(crate) text: String,
}

impl Mail {
    /// Reads a mail, and fails unless all of it is there.
    pub(crate) fn read(message: &[u8]) -> Self {
        let parsed = MessageParser::default().parse(message);
        let parsed = parsed.expect("a message");
        let shown = String::from_utf8_lossy(message);
        let html = parsed.body_html(0).expect("an HTML part");
        assert!(html.trim_end().ends_with("</html>"), "{shown}");
        assert!(
            shown.trim_end().ends_with("--"),
            "the last boundary: {shown}"
        );
        let to = parsed.to().and_then(|to| to.first()?.address());
        Self {
            id: parsed.message_id().expect("a Message-ID").to_owned(),
            to: to.expect("a recipient").to_owned(),
            subject: parsed.subject().expect("a subject").to_owned(),
            text: parsed.body_text(0).expect("a text part").into_owned(),
        }
    }

    /// The code in it: six digits on their own.
    pub(crate) fn code(&self) -> &str {
        let mut words = self.text.split(|c: char| !c.is_ascii_alphanumeric());
        let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        words.find(is_code).expect("a code")
    }

    /// The secret of the link in it.
    pub(crate) fn link_token(&self) -> &str {
        let (_, rest) = self.text.split_once("token=").expect("a link");
        rest.split_whitespace().next().expect("a token")
    }
}
