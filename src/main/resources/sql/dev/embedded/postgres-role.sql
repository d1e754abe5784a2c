-- The role that this system works as; repeatable, with a new password each time. Until it existed, tables belonged to the superuser.
DO $$
DECLARE
  part record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cascadian') THEN
    CREATE ROLE cascadian LOGIN CREATEDB;
  END IF;
  -- A random password of 192 bits cannot be guessed, however fast a guess is; the usual 4096 rounds would cost every new connection milliseconds. Since
  -- Postgres 16.
  PERFORM set_config(name, '1', true) FROM pg_settings WHERE name = 'scram_iterations';
  ALTER ROLE cascadian NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '{{password}}';
  EXECUTE format('ALTER DATABASE %I OWNER TO cascadian', current_database());
  ALTER SCHEMA public OWNER TO cascadian;
  FOR part IN
    SELECT c.oid::regclass AS name, CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relowner = 'postgres'::regrole
      -- a sequence of a column follows its table
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
  LOOP
    EXECUTE format('ALTER %s %s OWNER TO cascadian', part.kind, part.name);
  END LOOP;
  FOR part IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = 'postgres'::regrole
  LOOP
    EXECUTE format('ALTER ROUTINE %s OWNER TO cascadian', part.name);
  END LOOP;
END
$$
