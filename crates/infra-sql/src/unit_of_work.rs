//! One transaction across the repositories. Each repository is an `impl` on [`SqlUnitOfWork`] in the
//! module of its capability.

use async_trait::async_trait;
use domain::ports::{
    AuditLog, EmailChangeRepository, ExportRepository, IdempotencyRepository, ItemRepository,
    JobDesk, JobQueue, PasswordResetRepository, QuestionRepository, RegistrationRepository,
    ScheduleRepository, SessionRepository, StorageError, ThrottleRepository, UnitOfWork,
    UnitOfWorkFactory, UserInfoRepository, UserRepository,
};
use sea_orm::{DatabaseTransaction, TransactionTrait};
use tracing::Instrument;

use crate::dialect::Dialect;
use crate::errors::storage_error;
use crate::storage::SqlStorage;

/// A transaction; the driver rolls it back when it is dropped.
pub(crate) struct SqlUnitOfWork {
    pub(crate) transaction: DatabaseTransaction,
    pub(crate) dialect: Dialect,
}

#[async_trait]
impl UnitOfWorkFactory for SqlStorage {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        Ok(Box::new(self.begin_unit().await?))
    }
}

impl SqlStorage {
    /// Begins on a task of its own, which always comes to its end. A `BEGIN` that is dropped half-way
    /// gives PostgreSQL's connection back to the pool inside a transaction that the driver does not know
    /// of, and what the next one to use it writes outside a unit would never be committed (I19).
    pub(crate) async fn begin_unit(&self) -> Result<SqlUnitOfWork, StorageError> {
        let writer = self.writer.clone();
        let options = self.dialect.transaction_options();
        let begin = async move { writer.begin_with_options(options).await };
        let transaction = tokio::spawn(begin.in_current_span())
            .await
            .map_err(|error| StorageError::Unavailable(error.to_string()))?
            .map_err(storage_error)?;
        Ok(SqlUnitOfWork {
            transaction,
            dialect: self.dialect,
        })
    }
}

#[async_trait]
impl UnitOfWork for SqlUnitOfWork {
    fn users(&mut self) -> &mut dyn UserRepository {
        self
    }

    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }

    fn password_resets(&mut self) -> &mut dyn PasswordResetRepository {
        self
    }

    fn email_changes(&mut self) -> &mut dyn EmailChangeRepository {
        self
    }

    fn items(&mut self) -> &mut dyn ItemRepository {
        self
    }

    fn questions(&mut self) -> &mut dyn QuestionRepository {
        self
    }

    fn user_infos(&mut self) -> &mut dyn UserInfoRepository {
        self
    }

    fn exports(&mut self) -> &mut dyn ExportRepository {
        self
    }

    fn idempotency(&mut self) -> &mut dyn IdempotencyRepository {
        self
    }

    fn throttles(&mut self) -> &mut dyn ThrottleRepository {
        self
    }

    fn jobs(&mut self) -> &mut dyn JobQueue {
        self
    }

    fn job_desk(&mut self) -> &mut dyn JobDesk {
        self
    }

    fn schedules(&mut self) -> &mut dyn ScheduleRepository {
        self
    }

    fn audit(&mut self) -> &mut dyn AuditLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        self.transaction.commit().await.map_err(storage_error)
    }
}
