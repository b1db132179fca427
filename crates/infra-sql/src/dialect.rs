//! What the two databases say differently.

use sea_orm::{SqliteTransactionMode, TransactionOptions};

/// Which SQL is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL 14 and later.
    Postgres,
    /// SQLite 3.35 and later.
    Sqlite,
}

impl Dialect {
    /// How a transaction that writes begins. SQLite takes its one write lock at once: a transaction that
    /// took it later could find that it had judged rows which have changed since.
    #[must_use]
    pub fn transaction_options(self) -> TransactionOptions {
        let immediate = match self {
            Self::Postgres => None,
            Self::Sqlite => Some(SqliteTransactionMode::Immediate),
        };
        TransactionOptions {
            sqlite_transaction_mode: immediate,
            ..TransactionOptions::default()
        }
    }

    /// Makes racing claims, and racing sweepers, pass each other by. SQLite has one writer, so nobody races.
    pub(crate) const fn skip_locked(self) -> &'static str {
        match self {
            Self::Postgres => "FOR UPDATE SKIP LOCKED",
            Self::Sqlite => "",
        }
    }

    /// Locks a number until the transaction ends. SQLite's transaction holds the lock of the whole file.
    pub(crate) const fn advisory_lock(self) -> Option<&'static str> {
        match self {
            Self::Postgres => Some("SELECT pg_advisory_xact_lock($1)"),
            Self::Sqlite => None,
        }
    }

    /// Asks for one row `obstacle`, which says why nothing can be stored. A PostgreSQL standby answers every query and
    /// can store nothing, and neither can a role that may only read, so that answering alone is no health (I6).
    pub(crate) const fn probe(self) -> &'static str {
        match self {
            Self::Postgres => {
                "SELECT CASE \
                   WHEN current_setting('transaction_read_only') <> 'off' THEN 'the database is read-only' \
                   WHEN NOT COALESCE(has_table_privilege(to_regclass('sessions'), 'INSERT'), true) \
                     THEN 'the role of the database may not write' \
                 END AS obstacle"
            }
            Self::Sqlite => "SELECT CAST(NULL AS TEXT) AS obstacle",
        }
    }

    /// Asks for one row `micros`, the microseconds of the server's clock since the Unix epoch. SQLite is part of this
    /// process and has no clock but its own.
    pub(crate) const fn clock(self) -> Option<&'static str> {
        match self {
            Self::Postgres => {
                Some("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS micros")
            }
            Self::Sqlite => None,
        }
    }
}
