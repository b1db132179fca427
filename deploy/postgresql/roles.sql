-- Two roles for Portico, for psql: one that owns the schema and changes it, one that serves and may do neither.
-- Run it as a superuser, connected to Portico's own database, before the first `portico migrate up`:
--
--   psql --set=owner_password=.. --set=server_password=.. --file=deploy/postgresql/roles.sql portico
--
-- portico_owner is for `portico migrate`, portico_server for `portico serve`, `worker` and `create-superuser`.

\set ON_ERROR_STOP on

CREATE ROLE portico_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE portico_server LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'server_password';

-- Nobody else enters this database, or makes objects in it.
SELECT current_database() AS database \gset
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO portico_owner, portico_server;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO portico_owner;
GRANT USAGE ON SCHEMA public TO portico_server;

-- Whatever a migration makes, the server may use. What is written in the audit log it may not change or remove:
-- `portico migrate up` takes these rights back from every role but the owner.
ALTER DEFAULT PRIVILEGES FOR ROLE portico_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portico_server;
ALTER DEFAULT PRIVILEGES FOR ROLE portico_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO portico_server;
