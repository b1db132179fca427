//! What mails say about the installation that sends them.

use url::Url;

/// The name and the address that stand in every mail.
///
/// The address is the only source of links, so that no request can put a link of its own into
/// somebody's mail (F11r).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailBranding {
    project_name: String,
    public_url: String,
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
}

impl MailBranding {
    /// Takes the name of the project and the address under which people reach it.
    ///
    /// # Errors
    /// Says which of the two cannot be used.
    pub fn new(project_name: &str, public_url: &str) -> Result<Self, MailBrandingError> {
        let project_name = project_name.trim();
        if project_name.is_empty() || project_name.chars().any(char::is_control) {
            return Err(MailBrandingError::ProjectName);
        }
        Ok(Self {
            project_name: project_name.to_owned(),
            public_url: parse_public_url(public_url)?,
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
}

fn parse_public_url(text: &str) -> Result<String, MailBrandingError> {
    let url = Url::parse(text).map_err(|_| MailBrandingError::PublicUrl)?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let is_bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if is_web && is_bare {
        Ok(url.as_str().trim_end_matches('/').to_owned())
    } else {
        Err(MailBrandingError::PublicUrl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_at_the_end_is_not_kept() {
        let branding = MailBranding::new(" Acme ", "https://Acme.example/").unwrap();
        assert_eq!(branding.project_name(), "Acme");
        assert_eq!(branding.public_url(), "https://acme.example");
    }

    #[test] // F13r
    fn a_name_of_two_lines_is_refused() {
        for name in ["", "  ", "Acme\r\nBcc: all@example.com", "A\0"] {
            let refused = MailBranding::new(name, "https://acme.example");
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
            let refused = MailBranding::new("Acme", url);
            assert_eq!(refused, Err(MailBrandingError::PublicUrl), "{url}");
        }
    }
}
