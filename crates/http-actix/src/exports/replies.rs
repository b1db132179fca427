//! Exports as their users see them.

use actix_web::http::StatusCode;
use domain::export::{Export, ExportState};
use domain::idempotency::StoredReply;
use serde::Serialize;
use utoipa::ToSchema;

use super::data::ExportData;
use crate::reply::stored_json;
use crate::rfc3339::rfc3339;

/// How far an export has come.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExportPublic {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: String,
    /// How far it has come.
    state: ExportStatePublic,
    /// When it was asked for.
    #[schema(format = DateTime)]
    created_at: String,
    /// Until when it can be fetched; `null` until it is ready.
    #[schema(required, format = DateTime, example = "2026-02-01T12:00:00.000000Z")]
    expires_at: Option<String>,
}

/// An export with what it holds. That is `null` here: a document is written in its place while it is read.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExportWithData {
    #[serde(flatten)]
    export: ExportPublic,
    /// Everything that is kept of the user; `null` until it is ready.
    #[schema(required, value_type = Option<ExportData>)]
    data: (),
}

/// `queued`: it will be made. `running`: it is being made, or soon tried again. `ready`: it
/// can be fetched. `failed`: it could not be made,
/// and another can be asked for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExportState, example = "ready")]
enum ExportStatePublic {
    Queued,
    Running,
    Ready,
    Failed,
}

impl From<ExportState> for ExportStatePublic {
    fn from(state: ExportState) -> Self {
        match state {
            ExportState::Queued => Self::Queued,
            ExportState::Running => Self::Running,
            ExportState::Ready => Self::Ready,
            ExportState::Failed => Self::Failed,
        }
    }
}

impl From<&Export> for ExportPublic {
    fn from(export: &Export) -> Self {
        let is_ready = export.state == ExportState::Ready;
        Self {
            id: export.id.to_string(),
            state: export.state.into(),
            created_at: rfc3339(export.created_at),
            expires_at: is_ready.then(|| rfc3339(export.expires_at)),
        }
    }
}

impl From<&Export> for ExportWithData {
    fn from(export: &Export) -> Self {
        Self {
            export: export.into(),
            data: (),
        }
    }
}

/// The reply to who asked for one.
pub(super) fn accepted(export: &Export) -> StoredReply {
    stored_json(StatusCode::ACCEPTED, &ExportPublic::from(export))
}
