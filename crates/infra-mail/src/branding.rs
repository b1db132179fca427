//! What mails say about the installation that sends them.

use domain::link::LinkToken;
use url::Url;

/// The name and the addresses that stand in mails.
///
/// The addresses are the only source of links, so that no request can put a link of its own into
/// somebody's mail (F11r).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailBranding {
    project_name: String,
    public_url: String,
    frontend_url: String,
}

/// Why a name or an address cannot stand in mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailBrandingError {
    /// Nothing but blanks, or a line break or another control character, which would break the subject.
    #[error("the project name must be one line of text")]
    ProjectName,
    /// Not an address that a browser can open, or one with credentials in it.
    #[error("the public URL must look like https://host or http://host:port")]
    PublicUrl,
    /// The same about the address of the front end.
    #[error("the front end's URL must look like https://host or http://host:port")]
    FrontendUrl,
}

impl MailBranding {
    /// Takes the name of the project, the address under which people reach it, and the one of its front end:
    /// the same address where it has none of its own.
    ///
    /// # Errors
    /// Says which of them cannot be used.
    pub fn new(
        project_name: &str,
        public_url: &str,
        frontend_url: &str,
    ) -> Result<Self, MailBrandingError> {
        let project_name = project_name.trim();
        if project_name.is_empty() || project_name.chars().any(char::is_control) {
            return Err(MailBrandingError::ProjectName);
        }
        Ok(Self {
            project_name: project_name.to_owned(),
            public_url: web_address(public_url).ok_or(MailBrandingError::PublicUrl)?,
            frontend_url: web_address(frontend_url).ok_or(MailBrandingError::FrontendUrl)?,
        })
    }

    /// The name of the project.
    #[must_use]
    pub fn project_name(&self) -> &str {
        &self.project_name
    }

    /// The address of the project, without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.public_url
    }

    /// The address of the front end, without a slash at its end.
    #[must_use]
    pub fn frontend_url(&self) -> &str {
        &self.frontend_url
    }

    /// Where a new password is set with the token of a recovery mail.
    #[must_use]
    pub fn reset_link(&self, token: &LinkToken) -> String {
        let token = token.expose();
        format!("{}/reset-password?token={token}", self.frontend_url)
    }

    /// Where a change of the address is taken back.
    #[must_use]
    pub fn undo_link(&self, token: &LinkToken) -> String {
        let token = token.expose();
        format!("{}/undo-email-change?token={token}", self.public_url)
    }

    /// Where a recovery mail can be asked for. Portico itself has no such page, only a front end has.
    #[must_use]
    pub fn recovery_page(&self) -> Option<String> {
        let has_front_end = self.frontend_url != self.public_url;
        has_front_end.then(|| format!("{}/recover-password", self.frontend_url))
    }
}

/// An address that a browser can open, without a slash at its end.
fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let is_bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    (is_web && is_bare).then(|| url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACME: &str = "https://acme.example";

    #[test]
    fn a_slash_at_the_end_is_not_kept() {
        let branding = MailBranding::new(
            " Acme ",
            "https://Acme.example/",
            "https://acme.example/app/",
        );
        let branding = branding.unwrap();
        assert_eq!(branding.project_name(), "Acme");
        assert_eq!(branding.public_url(), ACME);
        assert_eq!(branding.frontend_url(), "https://acme.example/app");
    }

    #[test] // F13r
    fn a_name_of_two_lines_is_refused() {
        for name in ["", "  ", "Acme\r\nBcc: all@example.com", "A\0"] {
            let refused = MailBranding::new(name, ACME, ACME);
            assert_eq!(refused, Err(MailBrandingError::ProjectName), "{name:?}");
        }
    }

    #[test] // F11r
    fn only_a_web_address_can_be_linked() {
        for url in [
            "javascript:alert(1)",
            "acme.example",
            "ftp://acme.example",
            "https://user:secret@acme.example",
            "https://acme.example/?next=x",
        ] {
            let refused = MailBranding::new("Acme", url, ACME);
            assert_eq!(refused, Err(MailBrandingError::PublicUrl), "{url}");
            let refused = MailBranding::new("Acme", ACME, url);
            assert_eq!(refused, Err(MailBrandingError::FrontendUrl), "{url}");
        }
    }

    #[test]
    fn only_a_front_end_has_a_page_to_ask_for_recovery() {
        let page = |frontend_url| {
            let branding = MailBranding::new("Acme", ACME, frontend_url).unwrap();
            branding.recovery_page()
        };
        assert_eq!(page("https://acme.example/"), None);
        let there = Some("https://app.acme.example/recover-password".to_owned());
        assert_eq!(page("https://app.acme.example"), there);
    }
}
