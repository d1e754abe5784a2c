/**
 * Gives the other packages access to ClickHouse and Postgres: connections, migrations, typed failures, dead letters.
 *
 * <p>An {@link io.cascadian.store.EmbeddedDatabaseProvider}, where one is present, replaces configured databases.
 *
 * <p>Knows nothing of trades, wallets or runs; every package has its own SQL.
 */
package io.cascadian.store;
