//! The lock for changes of the schema.

use async_trait::async_trait;
use domain::ports::SchemaError;
use infra_sql::{Dialect, SchemaChange, SchemaLock, schema_error};
use sea_orm::{DatabaseConnection, TransactionTrait};

/// An immediate transaction around the whole change: it holds the file's one write lock, and all of the
/// steps are taken or none.
pub(crate) struct ImmediateTransaction {
    writer: DatabaseConnection,
}

impl ImmediateTransaction {
    pub(crate) const fn new(writer: DatabaseConnection) -> Self {
        Self { writer }
    }
}

#[async_trait]
impl SchemaLock for ImmediateTransaction {
    async fn run(&self, change: SchemaChange) -> Result<(), SchemaError> {
        let options = Dialect::Sqlite.transaction_options();
        let transaction = self.writer.begin_with_options(options).await;
        let transaction = transaction.map_err(schema_error)?;
        change.run(&transaction).await?;
        transaction.commit().await.map_err(schema_error)
    }
}
