/**
 * What makes the service start with nothing installed: a ClickHouse and a Postgres that it runs itself.
 *
 * <p>The sandbox source and its market simulator are in the packages below.
 */
package io.cascadian.dev.embedded;
