//! The words of every mail. One module per mail; its two templates have the same name.

mod account_exists;
mod email_change_code;
mod email_change_notice;
mod email_changed;
mod new_account;
mod password_changed;
mod password_recovery;
mod registration_code;
mod renderer;
mod session_ended;
mod test_mail;
mod username_changed;
mod welcome;
mod wording;

#[cfg(test)]
mod tests;

pub use renderer::TemplateRenderer;
