package io.cascadian.ledger;

import io.cascadian.store.Sql;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Describes a gate on the published numbers: the statement {@code sql/gates/<name>.sql}, and what its answer means.
 *
 * @param file of the statement below {@code sql/gates}
 * @param columns of the answer, which are read as texts
 * @param parameters of the statement, by name
 * @param meaning judges the rows of the answer
 */
public record LedgerGate(
    String name, String file, List<String> columns, Map<String, Object> parameters, Function<List<Map<String, Object>>, GateResult> meaning) {

  private static final List<String> VERDICT = List.of("passed", "message");

  /** Describes a gate whose statement answers one row that says itself whether the gate passed, and what was observed. */
  static LedgerGate of(String name, boolean blocking, Map<String, Object> parameters) {
    return of(name, name, blocking, parameters, true);
  }

  /**
   * Describes the same gate, asked of what changed since a run.
   *
   * @param since fence of the run
   */
  static LedgerGate since(String name, boolean blocking, long since) {
    return of(name, "since/" + name, blocking, Map.of("since", Long.toString(since)), false);
  }

  private static LedgerGate of(String name, String file, boolean blocking, Map<String, Object> parameters, boolean inFull) {
    return new LedgerGate(name, file, VERDICT, parameters, rows -> new GateResult(
        name, isTrue(rows.get(0).get("passed")), blocking, String.valueOf(rows.get(0).get("message")), List.of(), inFull));
  }

  /** Returns the statement, without its comments, with parameters {@code :?name} as the routes' endpoints of SQL take them. */
  public String statement() {
    return Sql.load("gates/" + file).lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
  }

  /** Returns what the gate found. */
  public GateResult result(List<Map<String, Object>> rows) {
    return meaning.apply(rows);
  }

  /** Drivers give truth values as booleans or as the numbers that they are. */
  private static boolean isTrue(Object value) {
    return value instanceof Boolean truth ? truth : value instanceof Number number ? number.intValue() != 0 : "1".equals(value) || "true".equals(value);
  }
}
