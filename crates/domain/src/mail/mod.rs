//! Mail: what Portico has to say, and the envelope it goes in.

mod content;
mod message;

pub use content::MailContent;
pub use message::{MessageId, OutgoingMail, RenderedMail, StoredMail, StoredMailId};
