//! The words of every mail. One module per mail; its two templates have the same name.

mod account_exists;
mod registration_code;
mod renderer;
mod session_ended;
mod welcome;
mod wording;

#[cfg(test)]
mod tests;

pub use renderer::TemplateRenderer;
