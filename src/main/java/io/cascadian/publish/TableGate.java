package io.cascadian.publish;

import io.cascadian.store.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Describes a gate on the published numbers, which a feature contributes. Its statement is {@code sql/gates/<name>.sql}; where that would read all of history,
 * {@code sql/gates/since/<name>.sql} asks the same of what came or changed after the run {@code :?since}.
 *
 * @param blocking whether a failure means that the published numbers are not to be trusted; others are only reported
 * @param columns of the answer, which are read as texts
 * @param parameters of the statement, by name
 * @param meaning derives the result from the rows of the answer and whether everything was checked
 * @param unasked what is reported without asking the statement, such as that nothing is configured to compare with; null for a gate that is asked
 */
public record TableGate(String name, boolean blocking, List<String> columns, Map<String, Object> parameters, Meaning meaning, GateResult unasked) {

  private static final List<String> RESULT = List.of("passed", "message");

  /** Derives a result from the rows of an answer. */
  @FunctionalInterface
  public interface Meaning {
    GateResult of(List<Map<String, Object>> rows, boolean inFull);
  }

  public TableGate {
    columns = List.copyOf(columns);
    parameters = Map.copyOf(parameters);
  }

  /** Describes a gate whose failure blocks and whose statement returns one row: {@code passed}, and as {@code message} what was observed. */
  public static TableGate blocking(String name) {
    return of(name, true, Map.of());
  }

  /** Describes a gate like {@link #blocking} whose failure is only reported. */
  public static TableGate informational(String name) {
    return of(name, false, Map.of());
  }

  /** Describes a gate whose statement returns one row, {@code passed} and {@code message}, and has parameters. */
  public static TableGate of(String name, boolean blocking, Map<String, Object> parameters) {
    return new TableGate(name, blocking, RESULT, parameters,
        (rows, inFull) -> new GateResult(name, isTrue(rows.get(0).get("passed")), blocking, String.valueOf(rows.get(0).get("message")), List.of(), inFull), null);
  }

  /** Describes a gate whose answer takes more than a look at one row. */
  public static TableGate of(String name, boolean blocking, List<String> columns, Map<String, Object> parameters, Function<List<Map<String, Object>>, GateResult> meaning) {
    return new TableGate(name, blocking, columns, parameters, (rows, inFull) -> meaning.apply(rows), null);
  }

  /** Describes a gate that has nothing to ask for here. */
  public static TableGate unasked(GateResult result) {
    return new TableGate(result.name(), result.blocking(), List.of(), Map.of(), null, result);
  }

  /**
   * Returns the question to ask.
   *
   * @param since fence of the run from which on changes are checked, where the gate has a statement for that; 0 for everything
   */
  public GateQuestion question(long since) {
    String changes = "gates/since/" + name;
    if (since > 0 && Sql.exists(changes)) {
      Map<String, Object> all = new HashMap<>(parameters);
      all.put("since", Long.toString(since));
      return new GateQuestion(this, changes, all, false);
    }
    return new GateQuestion(this, "gates/" + name, parameters, true);
  }

  /** Drivers return truth values as booleans or as the numbers that they are. */
  private static boolean isTrue(Object value) {
    return value instanceof Boolean truth ? truth : value instanceof Number number ? number.intValue() != 0 : "1".equals(value) || "true".equals(value);
  }
}
