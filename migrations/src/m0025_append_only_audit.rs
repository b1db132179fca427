//! Whoever may use the tables without owning them may add to the audit log and read it, and no more (H4).

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A new table has the rights that its owner gives by default, and those are for all tables alike: here the ones
/// too many are taken back. `0` stands for everybody.
const REVOKE: &str = "DO $$ \
     DECLARE grantee text; \
     BEGIN \
       FOR grantee IN \
         SELECT DISTINCT CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END \
         FROM pg_class, LATERAL aclexplode(relacl) AS acl \
         WHERE pg_class.oid = 'audit_events'::regclass AND acl.grantee <> relowner \
           AND acl.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE') \
       LOOP \
         EXECUTE 'REVOKE UPDATE, DELETE, TRUNCATE ON audit_events FROM ' || grantee; \
       END LOOP; \
     END $$";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite knows no roles.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            let connection = manager.get_connection();
            connection.execute_unprepared(REVOKE).await?;
        }
        Ok(())
    }

    /// Nobody knows any more who had them, and no build needs them.
    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
