//! What every mail says, and what no value can make it say.

use std::time::Duration;

use domain::mail::{MailContent, RenderedMail};
use domain::ports::MailRenderer as _;
use domain::registration::OtpCode;
use domain::request_origin::UserAgent;
use domain::timestamp::Timestamp;
use domain::user::{FullName, Username};

use super::TemplateRenderer;
use crate::branding::MailBranding;

const PUBLIC_URL: &str = "https://accounts.example.com";

fn render(content: &MailContent) -> RenderedMail {
    let branding = MailBranding::new("Acme & Sons", PUBLIC_URL).unwrap();
    TemplateRenderer::new(branding).render(content).unwrap()
}

fn a_code() -> MailContent {
    MailContent::RegistrationCode {
        code: OtpCode::parse("004217").unwrap(),
        valid_for: Duration::from_mins(10),
    }
}

fn a_welcome(full_name: Option<&str>, username: Option<&str>) -> MailContent {
    MailContent::Welcome {
        full_name: full_name.map(|name| FullName::parse(name).unwrap()),
        username: username.map(|name| Username::parse(name).unwrap()),
    }
}

fn an_ended_session(user_agent: Option<&str>) -> MailContent {
    MailContent::SessionEndedForReuse {
        user_agent: user_agent.map(UserAgent::from_header),
        at: Timestamp::from_unix_seconds(1_795_268_100),
    }
}

fn every_content() -> [MailContent; 7] {
    [
        a_code(),
        MailContent::AccountExists,
        a_welcome(Some("Ada Lovelace"), Some("ada")),
        a_welcome(None, Some("ada")),
        a_welcome(None, None),
        an_ended_session(Some("curl/8.5.0 (+https://evil.example)")),
        an_ended_session(None),
    ]
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
    let (preview, _) = mail.html.split_once("Confirm your e-mail").unwrap();
    assert!(!preview.contains("004217"), "{preview}");
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
        let words = part.split_whitespace().collect::<Vec<_>>().join(" ");
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

#[test] // F11r
fn links_lead_to_the_public_url_only() {
    for content in every_content() {
        let mail = render(&content);
        let mut links = mail.html.split("href=\"").skip(1);
        assert!(links.all(|link| link.starts_with(&format!("{PUBLIC_URL}\""))));
        assert!(mail.html.contains("href=\""));
        for part in [&mail.text, &mail.html] {
            let urls = part.matches("http").count();
            assert_eq!(urls, part.matches(PUBLIC_URL).count(), "{part}");
        }
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
            let words = part.split_whitespace().collect::<Vec<_>>().join(" ");
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
fn the_text_part_fits_76_columns_and_has_no_entities() {
    for content in every_content() {
        let text = render(&content).text;
        let widest = text.lines().map(|line| line.chars().count()).max();
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
