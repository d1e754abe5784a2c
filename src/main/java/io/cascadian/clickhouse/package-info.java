/** Provides the Camel component {@code clickhouse:}, with the URI and headers of the camel-clickhouse component of Camel 4.22. */
package io.cascadian.clickhouse;
