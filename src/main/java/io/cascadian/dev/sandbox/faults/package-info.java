/**
 * Faults of a source that the sandbox's command and the benchmarks offer, one small class each. Faults that only tests cause are in this package of
 * the tests.
 */
package io.cascadian.dev.sandbox.faults;
