package io.cascadian.ledger;

import io.cascadian.publish.TableGate;
import io.cascadian.publish.GateResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the published totals of wallets that are known from elsewhere with what they should be. Thread-safe. */
final class ReferenceGate {

  private static final Logger LOG = LoggerFactory.getLogger(ReferenceGate.class);
  private static final String NAME = "reference-wallets";

  private final ReferenceWallets references;

  ReferenceGate(ReferenceWallets references) {
    this.references = references;
  }

  /** Describes the gate where no wallets are known. */
  static TableGate unasked() {
    return TableGate.unasked(new GateResult(NAME, true, false, "no REFERENCE_WALLETS_FILE is set, so nothing is compared", List.of()));
  }

  /** @param actual null when the wallet has no row with it: a difference, never zero */
  private record Comparison(ReferenceWallets.Expectation of, BigDecimal actual) {

    BigDecimal difference() {
      return actual == null ? null : actual.subtract(of.expected());
    }

    boolean isWithin() {
      return actual != null && difference().abs().compareTo(of.tolerance()) <= 0;
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("wallet", of.wallet());
      json.put("measure", of.measure());
      json.put("expected", of.expected().toPlainString());
      json.put("actual", actual == null ? "no row" : actual.toPlainString());
      json.put("difference", actual == null ? "unknown" : difference().toPlainString());
      json.put("tolerance", of.tolerance().toPlainString());
      json.put("within_tolerance", isWithin());
      return json;
    }

    @Override
    public String toString() {
      return of.wallet() + " " + of.measure() + ": expected " + of.expected().toPlainString() + ", "
          + (actual == null ? "but there is no row" : "actual " + actual.toPlainString() + ", difference " + difference().toPlainString())
          + ", tolerance " + of.tolerance().toPlainString();
    }
  }

  TableGate gate() {
    List<String> columns = Stream.concat(Stream.of("wallet"), ReferenceWallets.MEASURES.stream()).toList();
    return TableGate.of(NAME, true, columns, Map.of("wallets", String.join(",", references.wallets())), this::result);
  }

  private GateResult result(List<Map<String, Object>> rows) {
    Map<String, Map<String, BigDecimal>> totals = totals(rows);
    List<Comparison> comparisons = references.expectations().stream()
        .map(e -> new Comparison(e, totals.get(e.wallet()).get(e.measure()))).toList();
    comparisons.forEach(c -> LOG.info("  reference {} {}", c.isWithin() ? "✓" : "✗", c));
    List<Comparison> out = comparisons.stream().filter(c -> !c.isWithin()).toList();
    long walletsOut = out.stream().map(c -> c.of.wallet()).distinct().count();
    int wallets = references.wallets().size();
    String message = (wallets - walletsOut) + " of " + wallets + " reference wallets are within their tolerance"
        + (out.isEmpty() ? "" : out.stream().map(Comparison::toString).collect(Collectors.joining("; ", "; out of it: ", "")));
    return new GateResult(NAME, out.isEmpty(), true, message, comparisons.stream().map(Comparison::json).toList());
  }

  private static Map<String, Map<String, BigDecimal>> totals(List<Map<String, Object>> rows) {
    Map<String, Map<String, BigDecimal>> totals = new HashMap<>();
    rows.forEach(row -> {
      Map<String, BigDecimal> measures = new HashMap<>();
      for (String measure : ReferenceWallets.MEASURES) {
        Object value = row.get(measure);
        measures.put(measure, value == null ? null : new BigDecimal(value.toString()));
      }
      totals.put(String.valueOf(row.get("wallet")), measures);
    });
    return totals;
  }
}
