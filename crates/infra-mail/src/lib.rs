//! Mail: templates, SMTP, and the built-in mailbox for development
#![forbid(unsafe_code)]
