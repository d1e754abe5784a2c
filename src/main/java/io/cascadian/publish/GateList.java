package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists the gates of all features as questions, and asks them outside of a run. Thread-safe. */
public final class GateList {

  private final ClickHouse clickHouse;
  private final List<TableGate> gates;

  /** @param gates of all features; those that can block are asked first */
  public GateList(ClickHouse clickHouse, List<TableGate> gates) {
    this.clickHouse = clickHouse;
    this.gates = gates.stream().sorted(Comparator.comparing(gate -> !gate.blocking())).toList();
  }

  /**
   * Returns the questions of all gates that are asked, so that a night costs what happened in it and not what history costs: where the blocking ones passed
   * at a run, of what changed after it.
   *
   * @param since fence of that run; 0 for everything
   * @param failed names of gates that did not pass when they were asked last; those that block nothing may have failed at that run and are asked of
   *     everything
   */
  public List<GateQuestion> questions(long since, Set<String> failed) {
    return gates.stream().filter(gate -> gate.unasked() == null)
        .map(gate -> gate.question(gate.blocking() || !failed.contains(gate.name()) ? since : 0)).toList();
  }

  /** Returns what gates report that have nothing to ask for; such as reference wallets where none are known. */
  public List<GateResult> unasked() {
    return gates.stream().map(TableGate::unasked).filter(result -> result != null).toList();
  }

  /** Evaluates all gates over all data. */
  public List<GateResult> check() {
    return check(0);
  }

  /** Evaluates all gates over data that changed after the run with the fence {@code since}. */
  public List<GateResult> check(long since) {
    List<GateResult> results = new ArrayList<>(questions(since, Set.of()).stream().map(this::ask).toList());
    results.addAll(unasked());
    return results;
  }

  private GateResult ask(GateQuestion question) {
    String sql = question.statement().replaceAll(":\\?(\\w+)", "{$1:String}");
    List<Map<String, Object>> rows = new ArrayList<>();
    clickHouse.forEach(sql, question.parameters(), row -> {
      Map<String, Object> values = new HashMap<>();
      question.gate().columns().forEach(column -> values.put(column, row.getString(column)));
      rows.add(values);
    });
    return question.result(rows);
  }
}
