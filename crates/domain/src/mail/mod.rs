//! Mail: what Portico has to say, and the envelope it goes in.

mod content;
mod message;

pub use content::{MailContent, PasswordChangedBy};
pub use message::{MessageId, OutgoingMail, RenderedMail, StoredMail, StoredMailId};
