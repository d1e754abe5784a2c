/**
 * Reads market events from the source into ClickHouse: once each, none lost, whatever happens on the way.
 */
package io.cascadian.ingest;
