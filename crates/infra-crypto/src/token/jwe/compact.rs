//! The five parts of a compact JWE (RFC 7516 §7.1), still encoded.

/// A token cut at its dots; nothing about it has been checked.
pub(in crate::token) struct CompactJwe<'a> {
    pub(super) header: &'a str,
    pub(super) encrypted_key: &'a str,
    pub(super) iv: &'a str,
    pub(super) ciphertext: &'a str,
    pub(super) tag: &'a str,
}

impl<'a> CompactJwe<'a> {
    /// Cuts a token; `None` unless there are exactly five parts.
    pub(in crate::token) fn split(token: &'a str) -> Option<Self> {
        let mut parts = token.split('.');
        let jwe = Self {
            header: parts.next()?,
            encrypted_key: parts.next()?,
            iv: parts.next()?,
            ciphertext: parts.next()?,
            tag: parts.next()?,
        };
        parts.next().is_none().then_some(jwe)
    }
}
