//! F11r: where the links of mails lead, and what stands in them.

use super::*;

#[test] // F11r
fn links_lead_to_the_configured_addresses_only() {
    for content in every_content() {
        let mail = render(&content);
        let links: Vec<_> = mail.html.split("href=\"").skip(1).collect();
        assert!(!links.is_empty());
        for link in links {
            let (link, _) = link.split_once('"').unwrap();
            let path = [PUBLIC_URL, FRONTEND_URL].map(|base| link.strip_prefix(base));
            let path = path.into_iter().flatten().next().unwrap();
            assert!(path.is_empty() || path.starts_with('/'), "{link}");
        }
        for part in [&mail.text, &mail.html] {
            let ours = [PUBLIC_URL, FRONTEND_URL].map(|base| part.matches(base).count());
            let urls = part.matches("http").count();
            assert_eq!(urls, ours.iter().sum::<usize>(), "{part}");
        }
    }
}

#[test] // F9r, H2
fn the_recovery_link_is_whole_in_both_parts_and_its_token_nowhere_else() {
    let mail = render(&a_recovery());
    let link = format!("{FRONTEND_URL}/reset-password?token={TOKEN}");
    let linked = format!("<a href=\"{link}\"");
    assert_eq!(mail.html.matches(&linked).count(), 2);
    assert_eq!(mail.html.matches(TOKEN).count(), 3, "shown once as well");
    assert!(mail.text.lines().any(|line| line.trim() == link));
    assert_eq!(mail.text.matches(TOKEN).count(), 1);
    assert!(!before_the_heading(&mail).contains(TOKEN));
    assert!(!mail.subject.contains(TOKEN));
    assert!(mail.text.contains("30 minutes"), "{}", mail.text);
}

#[test] // F7r, H2
fn a_change_of_the_address_is_taken_back_at_the_server_itself() {
    let mail = render(&a_notice_of_a_new_address());
    let link = format!("{PUBLIC_URL}/undo-email-change?token={TOKEN}");
    let linked = format!("<a href=\"{link}\"");
    assert_eq!(mail.html.matches(&linked).count(), 2);
    assert!(mail.text.lines().any(|line| line.trim() == link));
    assert!(!mail.subject.contains(TOKEN));
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("7 days"), "{part}");
    }
}

#[test]
fn recovery_is_asked_for_at_the_front_end_if_there_is_one() {
    let page = "/recover-password";
    for content in [
        a_changed_password(PasswordChangedBy::Owner),
        a_changed_password(PasswordChangedBy::RecoveryLink),
        a_changed_password(PasswordChangedBy::Superuser),
        a_new_account(None),
        a_notice_of_a_new_address(),
        a_changed_username(None),
    ] {
        let with_front_end = render(&content);
        let without = render_without_front_end(&content);
        for (part, none) in [
            (with_front_end.text, without.text),
            (with_front_end.html, without.html),
        ] {
            assert!(part.contains(&format!("{FRONTEND_URL}{page}")), "{part}");
            assert!(!none.contains(page), "{none}");
            assert!(none.contains("recovery link"), "{none}");
        }
    }
}
