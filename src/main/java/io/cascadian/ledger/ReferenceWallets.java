package io.cascadian.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cascadian.files.FileJson;
import io.cascadian.files.PackedFile;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads wallets with totals from another source, and the tolerances for the published totals.
 *
 * <p>Read from a JSON file, which {@code docs/schemas/reference-wallets.md} describes. What the file has and this class does not know is
 * an error, because a misspelt measure would otherwise be one that is never compared. Immutable.
 */
public final class ReferenceWallets {

  /** Totals that can be compared; the names are columns of {@code sql/gates/reference-wallets.sql}. */
  static final List<String> MEASURES = List.of(
      "realized_pnl_usd", "resolved_conditions", "average_cost_pnl_usd", "trades", "volume_usd");

  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
      .build();

  private final List<Expectation> expectations;

  /**
   * Holds the expected total of one wallet.
   *
   * @param tolerance how far the published total may be from it, in either direction
   */
  record Expectation(String wallet, String measure, BigDecimal expected, BigDecimal tolerance) {}

  private record Tolerance(BigDecimal absolute, BigDecimal percent) {

    static final Tolerance NONE = new Tolerance(BigDecimal.ZERO, BigDecimal.ZERO);

    /** Returns the larger of both tolerances. */
    BigDecimal of(BigDecimal expected) {
      return absolute.max(expected.abs().multiply(percent).movePointLeft(2)).stripTrailingZeros();
    }
  }

  private ReferenceWallets(List<Expectation> expectations) {
    this.expectations = List.copyOf(expectations);
  }

  /** @throws ReferenceFileException naming what cannot be used */
  public static ReferenceWallets of(Path file) {
    // as bytes: Jackson passes over a byte order mark, which editors write and text keeps
    try (InputStream in = PackedFile.open(file)) {
      return new ReferenceWallets(new Reading(file).wallets(JSON.readTree(in)));
    } catch (JsonProcessingException e) {
      throw new ReferenceFileException(
          file, "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr(), FileJson.whyMalformed(e), e);
    } catch (IOException e) {
      throw new ReferenceFileException(file, "the file", PackedFile.whyUnreadable(e), e);
    }
  }

  /** Returns the expectations in the order of the file. */
  List<Expectation> expectations() {
    return expectations;
  }

  /** Returns every wallet once. */
  Set<String> wallets() {
    Set<String> wallets = new TreeSet<>();
    expectations.forEach(e -> wallets.add(e.wallet));
    return wallets;
  }

  private record Reading(Path file) {

    List<Expectation> wallets(JsonNode root) {
      known(root, "the file", Set.of("description", "tolerance", "wallets"));
      Tolerance usual = tolerance(root.path("tolerance"), "tolerance", Tolerance.NONE);
      JsonNode wallets = root.path("wallets");
      if (!wallets.isArray() || wallets.isEmpty()) {
        throw wrong("wallets", "expected a list of at least one wallet");
      }
      List<Expectation> expectations = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < wallets.size(); i++) {
        String at = "wallets[" + i + "]";
        JsonNode node = wallets.get(i);
        known(node, at, Set.of("wallet", "name", "tolerance", "expected"));
        String wallet = node.path("wallet").asText().toLowerCase(Locale.ROOT);
        if (!wallet.matches("0x[0-9a-f]{40}")) {
          throw wrong(at + ".wallet", "'" + wallet + "' is not an address of 0x and 40 hex digits");
        }
        if (!seen.add(wallet)) {
          throw wrong(at + ".wallet", wallet + " is there twice");
        }
        Tolerance tolerance = tolerance(node.path("tolerance"), at + ".tolerance", usual);
        known(node.path("expected"), at + ".expected", Set.copyOf(MEASURES));
        if (node.path("expected").isEmpty()) {
          throw wrong(at + ".expected", "expected at least one of " + String.join(", ", MEASURES));
        }
        node.path("expected").fields().forEachRemaining(field -> {
          BigDecimal expected = number(field.getValue(), at + ".expected." + field.getKey());
          expectations.add(new Expectation(wallet, field.getKey(), expected, tolerance.of(expected)));
        });
      }
      return expectations;
    }

    private Tolerance tolerance(JsonNode node, String at, Tolerance usual) {
      if (node.isMissingNode()) {
        return usual;
      }
      known(node, at, Set.of("absolute", "percent"));
      return new Tolerance(notNegative(node.path("absolute"), at + ".absolute"), notNegative(node.path("percent"), at + ".percent"));
    }

    private BigDecimal notNegative(JsonNode node, String at) {
      BigDecimal number = node.isMissingNode() ? BigDecimal.ZERO : number(node, at);
      if (number.signum() < 0) {
        throw wrong(at, number + " is below 0");
      }
      return number;
    }

    private BigDecimal number(JsonNode node, String at) {
      try {
        if (node.isNumber() || node.isTextual()) {
          return new BigDecimal(node.asText());
        }
      } catch (NumberFormatException e) {
        throw new ReferenceFileException(file, at, node + " is not a number", e);
      }
      throw wrong(at, node + " is not a number");
    }

    private void known(JsonNode node, String at, Set<String> names) {
      if (!node.isObject()) {
        throw wrong(at, "expected an object");
      }
      for (Iterator<String> fields = node.fieldNames(); fields.hasNext(); ) {
        String field = fields.next();
        if (!names.contains(field)) {
          throw wrong(at, "there is no field '" + field + "'; known are " + String.join(", ", new TreeSet<>(names)));
        }
      }
    }

    private ReferenceFileException wrong(String where, String what) {
      return new ReferenceFileException(file, where, what, null);
    }
  }
}
