//! The text that is kept of a password: `pbc1$<pepper id>$2b$<cost>$<salt and hash>` (B7).

use std::str::FromStr;

use bcrypt::HashParts;
use domain::password::PasswordHash;

use super::incomparable::Incomparable;

/// The scheme: bcrypt over base64 of HMAC-SHA-384 of the password in NFC.
const SCHEME: &str = "pbc1$";

/// A stored hash taken apart.
#[derive(Clone)]
pub(super) struct StoredHash {
    pub(super) pepper_id: String,
    pub(super) cost: u32,
    pub(super) bcrypt: String,
}

impl StoredHash {
    /// Writes a hash.
    pub(super) fn write(pepper_id: &str, bcrypt: &HashParts) -> PasswordHash {
        PasswordHash::from_stored(format!("{SCHEME}{pepper_id}{bcrypt}"))
    }

    /// Reads one.
    pub(super) fn read(hash: &PasswordHash) -> Result<Self, Incomparable> {
        let rest = hash.as_str().strip_prefix(SCHEME).ok_or_else(damaged)?;
        let (pepper_id, bcrypt) = rest.split_at(rest.find('$').ok_or_else(damaged)?);
        let parts = HashParts::from_str(bcrypt).map_err(|_| damaged())?;
        Ok(Self {
            pepper_id: pepper_id.to_owned(),
            cost: parts.get_cost(),
            bcrypt: bcrypt.to_owned(),
        })
    }

    /// A hash that no password has: a salt and a result of zero bits, which bcrypt's alphabet
    /// writes as dots.
    pub(super) fn nobodys(pepper_id: &str, cost: u32) -> Self {
        Self {
            pepper_id: pepper_id.to_owned(),
            cost,
            bcrypt: format!("$2b${cost:02}${:.<53}", ""),
        }
    }
}

fn damaged() -> Incomparable {
    Incomparable("a stored password hash is not of a known scheme".to_owned())
}
