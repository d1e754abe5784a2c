package io.cascadian.nightly;

import java.time.Instant;
import java.util.List;

/**
 * Describes one run with its steps.
 *
 * @param id number of the run
 * @param kind which route it follows: {@code nightly}, {@code resolution-file-apply}; else the work on history, such as {@code backfill}
 * @param trigger what started it
 * @param reason why it was skipped or aborted, or what it lacks as a whole; null otherwise
 * @param attempts how often it was started; more than 1 after crashes
 * @param finishedAt null while it runs
 * @param durationMs milliseconds that its steps took; the time in which it was orphaned is left out. Null while it runs
 * @param scheduledFor the firing of the schedule that it is for; null when it is for none
 * @param rejected records that its steps could not use, which are dead letters now
 * @param skippedEntries entries of dropped files that were not applied
 * @param warnings how many sentences of its steps a person should look at
 * @param steps in the order of the route; empty in lists
 */
public record RunRecord(
    long id,
    String kind,
    String trigger,
    RunStatus status,
    String reason,
    int attempts,
    Instant startedAt,
    Instant finishedAt,
    Long durationMs,
    Instant scheduledFor,
    long rejected,
    long skippedEntries,
    int warnings,
    List<StepRecord> steps) {}
