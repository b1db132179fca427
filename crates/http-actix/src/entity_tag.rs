//! Entity tags (RFC 9110 §8.8.3): which state of a resource a reply shows.

use std::fmt;

use actix_web::http::header::HeaderValue;
use domain::onboarding::{Question, UserInfo};
use domain::user::User;
use domain::version::Version;

/// A strong tag with its quotes, as header fields carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntityTag(String);

impl EntityTag {
    /// A tag around this text, which may hold neither quotes nor control characters.
    pub(crate) fn around(text: impl fmt::Display) -> Self {
        Self(format!("\"{text}\""))
    }

    /// A tag that was sent or stored, quotes included.
    pub(crate) const fn from_quoted(text: String) -> Self {
        Self(text)
    }

    /// The tag with its quotes.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The version that the tag stands for, if it is one that [`From<Version>`] makes.
    pub(crate) fn version(&self) -> Option<Version> {
        let number = self.0.trim_matches('"').parse().ok()?;
        let version = Version::from_stored(number);
        (Self::from(version) == *self).then_some(version)
    }

    /// A tag that no two things share: `"3-{id}"`. Of what each user has one of, the path shows every user another one,
    /// and a browser asks there with the tag of what it keeps, whoever that was shown to: one tag for two users would
    /// give one of them what is the other's (RFC 9110 §8.8.1).
    fn of(version: Version, id: impl fmt::Display) -> Self {
        Self::around(format_args!("{}-{id}", version.get()))
    }

    /// The version that the tag stands for, if it is one of the thing with this id.
    pub(crate) fn version_of(&self, id: impl fmt::Display) -> Option<Version> {
        let text = self.0.trim_matches('"').strip_suffix(&id.to_string())?;
        Self::around(text.strip_suffix('-')?).version()
    }

    /// The tag as a field's value.
    pub(crate) fn header_value(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static("\"\""))
    }
}

/// The tag of a row: `"3"` after its second change.
impl From<Version> for EntityTag {
    fn from(version: Version) -> Self {
        Self::around(version.get())
    }
}

/// The tag of an account, which `/users/me` shows.
impl From<&User> for EntityTag {
    fn from(user: &User) -> Self {
        Self::of(user.version, user.id)
    }
}

/// The tag of a question: one that takes the place of another has another.
impl From<&Question> for EntityTag {
    fn from(question: &Question) -> Self {
        Self::of(question.version, question.id)
    }
}

/// The tag of a user's answers.
impl From<&UserInfo> for EntityTag {
    fn from(info: &UserInfo) -> Self {
        Self::of(info.version, info.user)
    }
}
