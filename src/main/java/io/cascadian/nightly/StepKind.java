package io.cascadian.nightly;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Describes a kind of work that a step of a run does: what it does to the data, what it has to follow, and what a resumed run does with it.
 *
 * <p>A step is of the kind whose work it calls, itself or through the routes that it sends to; its id, its route's and their endpoints are the
 * operator's to choose. A step that calls none of the known works is of the kind {@link #OTHER}. Run status, resume rules, the check of the order of
 * steps and metrics go by this record alone. Immutable.
 *
 * @param work the kind's name, which is stored with each recorded step and so must not change
 * @param calls methods of route beans that are this work, as {@code bean.method}; a step that calls one of them is of this kind
 * @param effect what it does to the data
 * @param requires works that it must not come before in a run that has them
 * @param resume what a resumed run does with it when an earlier attempt had ended it well
 * @param critical whether its failure ends the run
 * @param readsEvents whether it decides which events the run covers
 * @param workload name of the detail of its result that counts what there was to do, where 0 means that it did no work; null when it always works
 * @param tables of ClickHouse that it ingests into: how fresh they are is what its last success was
 */
public record StepKind(
    String work, Set<String> calls, Effect effect, Set<String> requires, Resume resume, boolean critical, boolean readsEvents, String workload,
    List<String> tables) {

  /** Classifies the effect of a step on the data. */
  public enum Effect {
    /** Writes what the derived tables are made from; has to come before what derives them. */
    INGESTS,
    /** Publishes tables that are derived from everything ingested until then. */
    DERIVES,
    /** Only looks: that it succeeded is no work done. */
    INSPECTS,
    /** Hands on what was published, or does something that this service does not know. */
    REPORTS
  }

  /** Decides whether a resumed run repeats a step that succeeded in an earlier attempt; a failed step is never repeated. */
  public enum Resume {
    SKIP,
    /** Repeats it always, because its answer is about now. */
    REPEAT,
    /** Repeats it when events are still to be read after it, which rely on it. */
    REPEAT_BEFORE_EVENTS
  }

  /** The kind of steps that call nothing known: an operator's own, which count as work and may stand anywhere. */
  public static final StepKind OTHER = new StepKind("other", Set.of(), Effect.REPORTS, Set.of(), Resume.SKIP, false, false, null, List.of());

  public StepKind {
    calls = Set.copyOf(calls);
    requires = Set.copyOf(requires);
    tables = List.copyOf(tables);
  }

  public static StepKind ingests(String work, String... calls) {
    return of(work, Effect.INGESTS, calls);
  }

  public static StepKind derives(String work, String... calls) {
    return of(work, Effect.DERIVES, calls);
  }

  public static StepKind inspects(String work, String... calls) {
    return of(work, Effect.INSPECTS, calls);
  }

  public static StepKind reports(String work, String... calls) {
    return of(work, Effect.REPORTS, calls);
  }

  private static StepKind of(String work, Effect effect, String... calls) {
    return new StepKind(work, new LinkedHashSet<>(List.of(calls)), effect, Set.of(), Resume.SKIP, false, false, null, List.of());
  }

  /** Returns a copy that must not come before these works. */
  public StepKind requiring(String... works) {
    return new StepKind(work, calls, effect, Set.of(works), resume, critical, readsEvents, workload, tables);
  }

  /** Returns a copy with another rule for resumed runs. */
  public StepKind onResume(Resume other) {
    return new StepKind(work, calls, effect, requires, other, critical, readsEvents, workload, tables);
  }

  /** Returns a copy that is critical: its failure ends the run. */
  public StepKind asCritical() {
    return new StepKind(work, calls, effect, requires, resume, true, readsEvents, workload, tables);
  }

  /** Returns a copy that decides which events the run covers. */
  public StepKind asReadingEvents() {
    return new StepKind(work, calls, effect, requires, resume, critical, true, workload, tables);
  }

  /** Returns a copy that did no work when this detail of its result is 0. */
  public StepKind withWorkload(String detail) {
    return new StepKind(work, calls, effect, requires, resume, critical, readsEvents, detail, tables);
  }

  /** Returns a copy that writes these tables of ClickHouse. */
  public StepKind writing(String... names) {
    return new StepKind(work, calls, effect, requires, resume, critical, readsEvents, workload, List.of(names));
  }

  /** Returns whether a step with this result did work, rather than checking or finding nothing to do. */
  boolean didWork(StepRecord step) {
    boolean idle = workload != null && step.details().get(workload) instanceof Number n && n.longValue() == 0;
    return step.status() == StepStatus.SUCCESS && effect != Effect.INSPECTS && !idle;
  }
}
