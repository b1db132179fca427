//! The built-in mailbox of the development set-up: mails as `.eml` files in a folder.

mod entry_name;
mod file_mailbox;
mod folder;
mod stored_message;

#[cfg(test)]
mod tests;

pub use file_mailbox::FileMailbox;
