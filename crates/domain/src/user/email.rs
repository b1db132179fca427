//! E-mail addresses.

use std::fmt;

/// Most characters of a whole address. RFC 5321 §4.5.3.1.3 allows a path of 256 octets with its two
/// angle brackets; `api.md` promises 255 characters, so 254 is the longest that can be mailed.
const MAX_LENGTH: usize = 254;
/// Most octets of a local part (RFC 5321 §4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// An e-mail address: `local@domain`, as typed except that the domain is an IDNA A-label in lower case.
///
/// Two addresses are the same account when their [canonical](Email::canonical) forms are equal: the
/// local part is lower-cased there, ASCII only (F8r). Mail goes to the address as stored.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email {
    address: String,
    canonical: String,
}

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// More characters than an address can have.
    #[error("an e-mail address has at most {MAX_LENGTH} characters")]
    TooLong,
    /// No `@`, or nothing before it.
    #[error("an e-mail address looks like name@example.com")]
    Shape,
    /// The part before the `@` is too long, or has a character or a dot where none is allowed.
    #[error(
        "the part before the @ has up to 64 letters, digits or !#$%&'*+/=?^_`{{|}}~-, with single dots between them"
    )]
    LocalPart,
    /// The part after the `@` is not the name of a host on the Internet.
    #[error("the part after the @ is not a valid domain name")]
    Domain,
}

impl Email {
    /// Parses an address. Blanks around it are refused, not repaired (F8r).
    ///
    /// # Errors
    /// Says which part breaks which rule.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        if text.chars().count() > MAX_LENGTH {
            return Err(EmailError::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::Shape)?;
        if !is_dot_atom(local) {
            return Err(if local.is_empty() {
                EmailError::Shape
            } else {
                EmailError::LocalPart
            });
        }
        let domain = parse_domain(domain)?;
        let address = format!("{local}@{domain}");
        if address.len() > MAX_LENGTH {
            return Err(EmailError::TooLong);
        }
        let canonical = address.to_ascii_lowercase();
        Ok(Self { address, canonical })
    }

    /// The address to show and to mail to.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The form that is unique among accounts.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The part before the `@`, in lower case: a word that a password should not be made of (B4).
    #[must_use]
    pub fn mailbox_name(&self) -> &str {
        self.canonical
            .rsplit_once('@')
            .map_or("", |(local, _)| local)
    }
}

/// RFC 5322 §3.2.3: atoms of ASCII characters, joined by single dots.
fn is_dot_atom(local: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b);
    let is_atom = |atom: &str| !atom.is_empty() && atom.bytes().all(allowed);
    local.len() <= MAX_LOCAL && local.split('.').all(is_atom)
}

fn parse_domain(domain: &str) -> Result<String, EmailError> {
    let name = idna::domain_to_ascii_strict(domain).map_err(|_| EmailError::Domain)?;
    let is_label = |label: &str| (1..=63).contains(&label.len());
    let top_level = name.rsplit('.').next().unwrap_or_default();
    let is_address = top_level.bytes().all(|b| b.is_ascii_digit());
    if name.contains('.') && !is_address && name.len() <= 253 && name.split('.').all(is_label) {
        Ok(name)
    } else {
        Err(EmailError::Domain)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.address)
    }
}

impl TryFrom<&str> for Email {
    type Error = EmailError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}
