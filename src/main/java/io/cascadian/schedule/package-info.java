/**
 * When runs start by themselves: the clock of the nightly run, starts that were missed, runs that nobody works on any more.
 *
 * <p>What a run does, and that there is one at a time, is the room {@code nightly}'s business. Triggers are Quartz's, in Postgres, shared by
 * all service processes on it.
 */
package io.cascadian.schedule;
