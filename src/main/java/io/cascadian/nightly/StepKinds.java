package io.cascadian.nightly;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the kind of a step by the work that it calls.
 *
 * <p>Immutable, thread-safe.
 */
public final class StepKinds {

  private final Map<String, StepKind> byWork = new LinkedHashMap<>();
  private final Map<String, StepKind> byCall;

  private StepKinds(List<StepKind> kinds) {
    kinds.forEach(kind -> {
      if (kind.work().equals(StepKind.OTHER.work()) || byWork.put(kind.work(), kind) != null) {
        throw new IllegalArgumentException("two kinds of steps have the name '" + kind.work() + "'");
      }
    });
    byCall = kinds.stream().flatMap(kind -> kind.calls().stream().map(call -> Map.entry(call, kind)))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Registers the kinds that features contribute.
   *
   * @throws IllegalArgumentException when two have the same name
   * @throws IllegalStateException when two claim the same call
   */
  public static StepKinds of(Collection<StepKind> kinds) {
    return new StepKinds(List.copyOf(kinds));
  }

  /** Returns all kinds in the order of registration, without {@link StepKind#OTHER}. */
  public List<StepKind> all() {
    return List.copyOf(byWork.values());
  }

  /** Returns the kind of a stored step; {@link StepKind#OTHER} for a name that is null or not known. */
  public StepKind ofWork(String work) {
    return work == null ? StepKind.OTHER : byWork.getOrDefault(work, StepKind.OTHER);
  }

  /**
   * Returns the kind whose work a call is; null when it is none.
   *
   * @param method of the bean as it is written in a route, with its arguments or without; may be null
   */
  public StepKind ofCall(String bean, String method) {
    return method == null ? null : byCall.get(bean + "." + method.replaceAll("\\(.*", "").strip());
  }

  /** Returns the kind of a step that makes these calls: the one that they are work of; {@link StepKind#OTHER} when they are none's or several ones'. */
  StepKind ofCalls(Collection<StepKind> found) {
    Set<StepKind> kinds = found.stream().filter(Objects::nonNull).collect(Collectors.toCollection(HashSet::new));
    return kinds.size() == 1 ? kinds.iterator().next() : StepKind.OTHER;
  }

  /** Returns the tables that steps ingest into, each with the work that does: {@code table=work}, separated by commas. */
  public String tables() {
    return byWork.values().stream().flatMap(kind -> kind.tables().stream().map(table -> table + "=" + kind.work())).collect(Collectors.joining(","));
  }

  /** Returns the names of the kinds that decide which events a run covers. */
  Set<String> readingEvents() {
    return byWork.values().stream().filter(StepKind::readsEvents).map(StepKind::work).collect(Collectors.toSet());
  }
}
