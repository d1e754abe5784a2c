package io.cascadian.publish;

import io.cascadian.store.Sql;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Describes a gate as it is asked: of everything, or of what changed after a run.
 *
 * @param file of the statement
 * @param parameters of the statement, by name
 */
public record GateQuestion(TableGate gate, String file, Map<String, Object> parameters, boolean inFull) {

  /** Returns the name of the gate. */
  public String name() {
    return gate.name();
  }

  /** Returns the statement, without its comments, with parameters {@code :?name} as the routes' endpoints of SQL take them. */
  public String statement() {
    return Sql.load(file).lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
  }

  /** Returns what the gate found whose statement returned these rows. */
  public GateResult result(List<Map<String, Object>> rows) {
    return gate.meaning().of(rows, inFull);
  }
}
