/**
 * How fast is ingestion, and against what? Measures this service, a script as most people write it, and ClickHouse by itself, side by side
 * on one stand-in and one ClickHouse.
 *
 * <p>Nothing else knows this room but the command line; it uses the other rooms as a user of them would.
 */
package io.cascadian.dev.bench;
