//! The database schema, one file for each step. A step that was released never changes: a later one
//! corrects it.
//!
//! Conventions, the same on both databases:
//! - a moment is a `BIGINT` of microseconds since the Unix epoch: it keeps whole microseconds and sorts
//!   rightly everywhere;
//! - an id is a native UUID on PostgreSQL and 16 bytes on SQLite;
//! - a digest is binary, never hexadecimal text;
//! - a name with rules of equality has a second column `..._canonical`, which carries the unique index.
//!
//! **May depend on** sea-orm's migrations, and serde for the rows that a step brings along (`data/`). Whoever calls [`up`] or [`down`] makes sure that nobody
//! else does at the same time: `infra-sql` and its dialects do.
#![forbid(unsafe_code)]

mod catalogue;
mod m0001_users;
mod m0002_registrations;
mod m0003_sessions;
mod m0004_jobs;
mod m0005_audit_events;
mod m0006_session_renewal;
mod m0007_throttles;
mod m0008_account_changes;
mod m0009_items;
mod m0010_password_resets;
mod m0011_email_changes;
mod m0012_idempotency_records;
mod m0013_job_priorities;
mod m0014_job_attempts;
mod m0015_onboarding_questions;
mod m0016_user_answers;
mod m0017_schedules;
mod m0018_exports;
mod m0019_audit_lists;
mod m0020_ended_sessions;
mod m0021_audit_objects;
mod m0022_claims_by_kind;
mod m0023_rare_lists;
mod m0024_dead_jobs;
mod m0025_append_only_audit;
mod m0026_export_parts;
mod m0027_pending_emails;

pub use catalogue::{applied, down, known, up};
