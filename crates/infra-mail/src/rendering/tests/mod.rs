//! What every mail says, and what no value can make it say.

mod changes;
mod contents;
mod links;

use domain::mail::{MailContent, PasswordChangedBy, RenderedMail};
use domain::ports::MailRenderer as _;

use super::TemplateRenderer;
use crate::branding::MailBranding;
use contents::{
    ADDRESS, TOKEN, a_changed_address, a_changed_password, a_changed_username, a_code,
    a_code_for_a_new_address, a_new_account, a_notice_of_a_new_address, a_recovery, a_welcome,
    an_ended_session, every_content,
};

const PUBLIC_URL: &str = "https://accounts.example.com";
const FRONTEND_URL: &str = "https://app.example.com";
const ESCAPED_ADDRESS: &str = "o&#39;hara&#38;co+new@example.com";

fn render(content: &MailContent) -> RenderedMail {
    let branding = MailBranding::new("Acme & Sons", PUBLIC_URL, FRONTEND_URL).unwrap();
    TemplateRenderer::new(branding).render(content).unwrap()
}

fn render_without_front_end(content: &MailContent) -> RenderedMail {
    let branding = MailBranding::new("Acme & Sons", PUBLIC_URL, PUBLIC_URL).unwrap();
    TemplateRenderer::new(branding).render(content).unwrap()
}

/// What notifications show on a locked screen is in there (H2).
fn before_the_heading(mail: &RenderedMail) -> &str {
    mail.html.split_once("<h1").unwrap().0
}

fn in_one_line(part: &str) -> String {
    part.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_code_and_its_time_are_in_both_parts_and_not_in_the_subject() {
    let mail = render(&a_code()); // H2: relays log subjects
    for part in [&mail.text, &mail.html] {
        assert!(
            part.contains("004217") && part.contains("10 minutes"),
            "{part}"
        );
    }
    assert!(mail.text.contains("\n    004217\n"));
    assert!(!mail.subject.contains("004217"));
    assert!(!before_the_heading(&mail).contains("004217"));
}

#[test] // A1
fn the_owner_of_an_account_is_told_and_gets_no_code() {
    let mail = render(&MailContent::AccountExists);
    for part in [&mail.text, &mail.html] {
        assert!(
            part.contains("tried to register") && part.contains("log in with"),
            "{part}"
        );
    }
}

#[test] // ASVS 10.4.5
fn the_owner_of_an_ended_session_learns_which_and_when_and_what_to_do() {
    let mail = render(&an_ended_session(Some("<b>Firefox/133.0</b>")));
    for (part, device) in [
        (&mail.text, "<b>Firefox/133.0</b>"),
        (&mail.html, "&#60;b&#62;Firefox/133.0&#60;/b&#62;"),
    ] {
        let words = in_one_line(part);
        assert!(words.contains("21 November 2026 at 13:35 UTC"), "{part}");
        assert!(words.contains("change your password"), "{part}");
        assert!(part.contains(device), "{part}");
    }
    for unnamed in [None, Some(""), Some("www.evil.example")] {
        let mail = render(&an_ended_session(unnamed));
        assert!(!mail.text.contains("started with"), "{}", mail.text);
        assert!(!mail.html.contains("started with"), "{}", mail.html);
    }
}

#[test]
fn the_greeting_takes_the_full_name_then_the_username_then_none() {
    for (full_name, username, greeting) in [
        (Some("Ada Lovelace"), Some("ada"), "Hello Ada Lovelace,"),
        (Some("  "), Some("ada"), "Hello ada,"),
        (None, Some("ada"), "Hello ada,"),
        (Some("Ada"), None, "Hello Ada,"),
        (None, None, "Hello,"),
    ] {
        let text = render(&a_welcome(full_name, username)).text;
        assert!(text.starts_with(greeting), "{text}");
    }
}

#[test] // F13r
fn every_mail_names_the_project_in_a_subject_of_one_line() {
    for content in every_content() {
        let mail = render(&content);
        assert!(mail.subject.contains("Acme & Sons"), "{}", mail.subject);
        assert!(!mail.subject.contains(char::is_control));
        assert!(mail.text.contains("Acme & Sons"));
        assert!(mail.html.contains("Acme &#38; Sons"));
    }
}

#[test]
fn every_mail_says_what_to_do_when_it_was_not_asked_for() {
    for content in every_content() {
        let mail = render(&content);
        for part in [&mail.text, &mail.html] {
            let words = in_one_line(part);
            assert!(words.contains("If you did not") || words.contains("If it was not you"));
        }
    }
}

#[test]
fn markup_in_a_name_stays_text() {
    let name = "<script>alert('x')</script> \"&amp; <a href=//evil.example>";
    let mail = render(&a_welcome(Some(name), None));
    assert!(!mail.html.contains("<script") && !mail.html.contains("<a href=//"));
    assert!(mail.html.contains("&#60;script&#62;"));
    assert!(mail.text.contains(name), "{}", mail.text);
}

#[test]
fn the_text_part_fits_76_columns_save_for_links_and_has_no_entities() {
    for content in every_content() {
        let text = render(&content).text;
        let lines = text.lines().filter(|line| !line.contains("?token="));
        let widest = lines.map(|line| line.chars().count()).max();
        assert!(widest.unwrap() < 76, "{text}");
        assert!(!text.contains("&#") && !text.contains("&amp;"), "{text}");
        assert!(
            !text.contains("\n\n\n") && !text.starts_with('\n'),
            "{text}"
        );
        assert!(text.contains("\n-- \nAcme & Sons\n"), "{text}");
    }
}

#[test]
fn the_layout_is_made_for_screen_readers_and_mail_clients() {
    for content in every_content() {
        let html = render(&content).html;
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
        assert_eq!(
            html.matches("<table").count(),
            html.matches("<table role=\"presentation\"").count()
        );
        assert_eq!(
            html.matches("<table").count(),
            html.matches("</table>").count()
        );
        assert!(!html.contains("<img") && !html.contains("<script"));
        let longest = html.lines().map(str::len).max();
        assert!(longest.unwrap() < 998, "RFC 5322 §2.1.1");
    }
}
