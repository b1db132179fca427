//! Claims as they are written in a token (RFC 7519 §4, security.md 2.2).

use domain::ports::{InvalidToken, SealTokenError};
use domain::session::{Generation, SessionId, TokenId};
use domain::timestamp::Timestamp;
use domain::token::Claims;
use domain::user::UserId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The claims of a token. Reading is strict: each once, no others, numbers as integers, ids in their one
/// canonical form, so that one set of claims has one reading (RFC 8725 §3.11).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimSet {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    jti: String,
    r#gen: i64,
    iat: u64,
    nbf: u64,
    exp: u64,
    auth_time: u64,
}

impl ClaimSet {
    /// Writes claims; times are cut to whole seconds.
    pub(super) fn write(
        claims: &Claims,
        issuer: &str,
        audience: &str,
    ) -> Result<Self, SealTokenError> {
        Ok(Self {
            iss: issuer.to_owned(),
            aud: audience.to_owned(),
            sub: claims.subject.to_string(),
            sid: claims.session.to_string(),
            jti: claims.token.to_string(),
            r#gen: claims.generation.get(),
            iat: write_time(claims.issued_at)?,
            nbf: write_time(claims.not_before)?,
            exp: write_time(claims.expires_at)?,
            auth_time: write_time(claims.auth_time)?,
        })
    }

    /// Reads them back. Issuer and audience were judged with the signature.
    pub(super) fn read(&self) -> Result<Claims, InvalidToken> {
        Ok(Claims {
            subject: UserId::from_uuid(read_id(&self.sub)?),
            session: SessionId::from_uuid(read_id(&self.sid)?),
            token: TokenId::from_uuid(read_id(&self.jti)?),
            generation: read_generation(self.r#gen)?,
            issued_at: read_time(self.iat)?,
            not_before: read_time(self.nbf)?,
            expires_at: read_time(self.exp)?,
            auth_time: read_time(self.auth_time)?,
        })
    }
}

fn write_time(time: Timestamp) -> Result<u64, SealTokenError> {
    u64::try_from(time.unix_seconds())
        .map_err(|_| SealTokenError("a time before 1970 has no place in a token".to_owned()))
}

fn read_time(seconds: u64) -> Result<Timestamp, InvalidToken> {
    let seconds = i64::try_from(seconds).map_err(|_| InvalidToken)?;
    if seconds <= Timestamp::MAX.unix_seconds() {
        Ok(Timestamp::from_unix_seconds(seconds))
    } else {
        Err(InvalidToken)
    }
}

fn read_id(text: &str) -> Result<Uuid, InvalidToken> {
    let id = Uuid::try_parse(text).map_err(|_| InvalidToken)?;
    let canonical = id.hyphenated().to_string() == text;
    canonical.then_some(id).ok_or(InvalidToken)
}

fn read_generation(value: i64) -> Result<Generation, InvalidToken> {
    let generation = Generation::from_stored(value);
    (generation >= Generation::FIRST)
        .then_some(generation)
        .ok_or(InvalidToken)
}
