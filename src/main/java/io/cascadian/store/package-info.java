/**
 * ClickHouse and Postgres as the rooms see them: connections, migrations, typed failures, dead letters.
 *
 * <p>Knows nothing of trades, wallets or runs; every room keeps its own SQL.
 */
package io.cascadian.store;
