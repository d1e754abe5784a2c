/**
 * Embedded databases, with which the service starts where nothing is installed: a ClickHouse and a Postgres in child processes.
 */
package io.cascadian.dev.embedded;
