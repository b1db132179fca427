//! B10: what people learn when something about their account has changed.

use super::*;

#[test] // B10, B11
fn the_owner_learns_who_changed_the_password_and_when() {
    let wordings = [
        (PasswordChangedBy::Owner, "knew the old one"),
        (PasswordChangedBy::RecoveryLink, "with a recovery link that"),
        (PasswordChangedBy::Superuser, "An administrator of Acme"),
    ];
    for (by, _) in wordings {
        let mail = render(&a_changed_password(by));
        for part in [mail.text, mail.html] {
            let part = in_one_line(&part);
            assert!(part.contains("21 November 2026 at 13:35 UTC"), "{part}");
            for (other, other_words) in wordings {
                assert_eq!(part.contains(other_words), by == other, "{part}");
            }
        }
    }
}

#[test] // H2
fn a_mail_about_a_new_account_names_what_to_log_in_with_and_no_password() {
    let mail = render(&a_new_account(Some("ada")));
    assert!(mail.text.contains(&format!("\n    {ADDRESS}\n    ada\n")));
    assert!(mail.html.contains(ESCAPED_ADDRESS) && mail.html.contains(">ada<"));
    for part in [&mail.text, &mail.html] {
        assert!(part.contains(FRONTEND_URL), "{part}");
        let part = in_one_line(part);
        assert!(part.contains("password is not in this mail"), "{part}");
    }
    let nameless = render(&a_new_account(None));
    assert!(!nameless.text.contains("username") && !nameless.html.contains("username"));
}

#[test] // F7r, H2
fn the_code_for_a_new_address_is_in_both_parts_and_not_in_the_subject() {
    let mail = render(&a_code_for_a_new_address());
    assert!(mail.text.contains("\n    004217\n"));
    assert!(mail.html.contains("004217"));
    assert!(!mail.subject.contains("004217"));
    assert!(!before_the_heading(&mail).contains("004217"));
}

#[test] // F7r
fn the_new_address_stays_text() {
    for content in [a_notice_of_a_new_address(), a_changed_address()] {
        let mail = render(&content);
        assert!(mail.text.contains(&format!("\n    {ADDRESS}\n")));
        assert!(mail.html.contains(ESCAPED_ADDRESS), "{}", mail.html);
        assert!(!mail.html.contains(ADDRESS) && !mail.html.contains("mailto:"));
        assert!(!mail.subject.contains('@'), "{}", mail.subject);
    }
}

#[test] // B10
fn a_username_that_is_gone_is_not_named() {
    let named = render(&a_changed_username(Some("ada")));
    assert!(named.text.contains("\n    ada\n") && named.html.contains(">ada<"));
    let gone = render(&a_changed_username(None));
    for part in [gone.text, gone.html] {
        assert!(in_one_line(&part).contains("has no username"), "{part}");
    }
}

#[test] // api.md, section 2: what clients of the FastAPI template look for
fn three_subjects_are_those_of_the_template() {
    for (content, subject) in [
        (
            a_recovery(),
            format!("Acme & Sons - Password recovery for user {ADDRESS}"),
        ),
        (
            a_new_account(None),
            format!("Acme & Sons - New account for user {ADDRESS}"),
        ),
        (MailContent::Test, "Acme & Sons - Test email".to_owned()),
    ] {
        assert_eq!(render(&content).subject, subject);
    }
}
