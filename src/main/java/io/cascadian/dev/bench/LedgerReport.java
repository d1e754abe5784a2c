package io.cascadian.dev.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reports what a night and a rebuild of the published tables cost, beside each other and beside a pass over the raw columns. Immutable. */
public final class LedgerReport {

  private static final double NIGHT_TO_REBUILD = 0.05;
  private static final double NIGHT_TO_SHORTER_NIGHT = 1.25;
  private static final double REBUILD_TO_PASS = 4;
  private static final double TRADE_BYTES = 110;
  private static final int MEBIBYTE = 1 << 20;

  private final Machine machine;
  private final LedgerOptions options;
  private final LedgerRound half;
  private final LedgerRound whole;

  /** @param half round with the younger half of the history, {@code whole} that with all of it */
  LedgerReport(Machine machine, LedgerOptions options, LedgerRound half, LedgerRound whole) {
    this.machine = machine;
    this.options = options;
    this.half = half;
    this.whole = whole;
  }

  /** Compares a value with {@code most}, what it may be. */
  private record Goal(String name, double value, double most, String unit) {

    boolean reached() {
      return value <= most;
    }

    String text() {
      return String.format(Locale.ROOT, "   %-62s %8.2f %-9s goal ≤ %.2f, %s%n", name, value, unit, most, reached() ? "reached" : "missed");
    }
  }

  private List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    goals.add(new Goal("one day's night / rebuild", whole.nightToRebuild(), NIGHT_TO_REBUILD, ""));
    goals.add(new Goal("night / the same night after half the history", whole.nightSeconds() / half.nightSeconds(), NIGHT_TO_SHORTER_NIGHT, ""));
    goals.add(new Goal("rebuild / one pass over the raw columns", whole.rebuildToPass(), REBUILD_TO_PASS, ""));
    Double bytes = whole.bytesPerRow("trades_raw");
    if (bytes != null) {
      goals.add(new Goal("bytes a row of trades_raw", bytes, TRADE_BYTES, "bytes"));
    }
    return goals;
  }

  /** Returns whether every goal is reached, and the published tables are those of a rebuild where that was compared. */
  public boolean reached() {
    return correct() && goals().stream().allMatch(Goal::reached);
  }

  private boolean correct() {
    return (half.differing() == null || half.differing() == 0) && (whole.differing() == null || whole.differing() == 0);
  }

  /** Returns the report as tables for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder(machine.text());
    text.append(String.format(Locale.ROOT, "%n%,d wallets, Zipf exponent %.2f, seed %d; service with %s%n", options.wallets(), options.zipfExponent(),
        options.seed(), String.join(" ", options.javaOptions())));
    round(text, "younger half of the history", half);
    round(text, "whole history", whole);
    text.append(String.format(Locale.ROOT, "%n── tables after the last night of the whole history%n   %-32s %13s %6s %12s %12s %10s%n", "", "rows", "parts", "columns MiB",
        "on disk MiB", "bytes/row"));
    for (LedgerRound.TableBytes table : whole.tables()) {
      text.append(String.format(Locale.ROOT, "   %-32s %,13d %6d %,12.1f %,12.1f %10.1f%n", table.table(), table.rows(), table.parts(),
          table.compressed() / (double) MEBIBYTE, table.onDisk() / (double) MEBIBYTE, table.perRow()));
    }
    text.append(String.format(Locale.ROOT, "%n── statements of its publication that read most%n"));
    for (Phase.Statement statement : whole.nights().get(whole.nights().size() - 1).publish().statements().largest()) {
      text.append(String.format(Locale.ROOT, "   %,13d rows %,8.0f MiB %7.2f s  %s%n", statement.readRows(), statement.readBytes() / (double) MEBIBYTE,
          statement.seconds(), statement.text()));
    }
    text.append(String.format(Locale.ROOT, "%n── goals%n"));
    goals().forEach(goal -> text.append(goal.text()));
    return text.toString();
  }

  private static void round(StringBuilder text, String title, LedgerRound round) {
    text.append(String.format(Locale.ROOT, "%n── %s: %,d fills, %,d position events, %,d conditions; loaded at %,.0f events/s%n", title, round.history().fills(),
        round.history().positionEvents(), round.history().conditions(), round.history().events() / round.loadSeconds()));
    for (int night = 1; night <= round.nights().size(); night++) {
      HistoryLoad.Loaded day = round.nights().get(night - 1).day();
      text.append(String.format(Locale.ROOT, "   day %d: %,d new or corrected fills, %,d position events, %,d removed, %,d conditions opened or resolved; %.2f %% of the history%n",
          night, day.fills(), day.positionEvents(), day.removed(), day.conditions(), 100.0 * day.events() / round.history().events()));
    }
    text.append(String.format(Locale.ROOT, "   %-38s %9s %9s %13s %11s %11s %12s %12s%n", "", "seconds", "CPU s", "rows read", "MiB read", "rows out", "ClickHouse", "service"));
    line(text, "pass over the raw columns", round.pass());
    line(text, "the same, each event once", round.passFinal());
    line(text, "the same, summed by wallet and token", round.passSummed());
    line(text, "rebuild", round.rebuild());
    line(text, "rebuild: retention", round.rebuildRetain());
    line(text, "writing its rows, in the tables' order", round.writesSorted());
    line(text, "the same, in another order", round.writesShuffled());
    for (int night = 1; night <= round.nights().size(); night++) {
      LedgerRound.Night each = round.nights().get(night - 1);
      line(text, "night " + night + ": publication", each.publish());
      line(text, "night " + night + ": retention", each.retain());
      line(text, "night " + night + ": gates", each.gates());
    }
    text.append(String.format(Locale.ROOT, "   night / rebuild %.3f · rebuild / pass %.2f (%.2f with each event once, %.2f with them summed)%s%n", round.nightToRebuild(),
        round.rebuildToPass(), round.rebuildSeconds() / round.passFinal().seconds(), round.rebuildSeconds() / round.passSummed().seconds(),
        round.differing() == null ? "" : String.format(Locale.ROOT, " · %,d rows differ from a rebuild", round.differing())));
    text.append(String.format(Locale.ROOT, "   rebuild / writing its rows %.2f (%.2f in another order) · writing its rows / pass %.2f (%.2f)%n",
        round.rebuildSeconds() / round.writesSorted().seconds(), round.rebuildSeconds() / round.writesShuffled().seconds(),
        round.writesSorted().seconds() / round.pass().seconds(), round.writesShuffled().seconds() / round.pass().seconds()));
  }

  private static void line(StringBuilder text, String name, Phase phase) {
    text.append(String.format(Locale.ROOT, "   %-38s %9.2f %9s %,13d %,11.0f %,11d %12s %12s%n", name, phase.seconds(),
        phase.clickHouseCpu() == null ? "?" : String.format(Locale.ROOT, "%.1f", phase.clickHouseCpu()), phase.statements().readRows(),
        phase.statements().readBytes() / (double) MEBIBYTE, phase.rows(), memory(phase.clickHousePeak()), memory(phase.servicePeak())));
  }

  private static String memory(Long bytes) {
    return bytes == null ? "?" : String.format(Locale.ROOT, "%,.0f MiB", bytes / (double) MEBIBYTE);
  }

  /** Returns the report as plain values. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine.text());
    json.put("wallets", options.wallets());
    json.put("zipf_exponent", options.zipfExponent());
    json.put("seed", options.seed());
    json.put("half", half.json());
    json.put("whole", whole.json());
    List<Map<String, Object>> goals = new ArrayList<>();
    for (Goal goal : goals()) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("name", goal.name());
      values.put("value", goal.value());
      values.put("most", goal.most());
      values.put("reached", goal.reached());
      goals.add(values);
    }
    json.put("goals", goals);
    json.put("reached", reached());
    return json;
  }
}
