/**
 * Starts runs by the clock, catches up missed ones, and resumes orphaned ones.
 *
 * <p>What a run does, and that there is one at a time, is defined by the package {@code nightly}. Triggers are Quartz's, in Postgres, shared by
 * all service processes on it.
 */
package io.cascadian.schedule;
