/**
 * Benchmarks: this service, a typical polling script, and ClickHouse by itself, side by side on one stub source and one ClickHouse.
 *
 * <p>Only {@code dev.cli} uses this package.
 */
package io.cascadian.dev.bench;
