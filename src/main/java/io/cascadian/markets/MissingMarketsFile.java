package io.cascadian.markets;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes missing markets for other programs: {@value #NAME}, one JSON object a line, as {@code docs/schemas/missing-markets.md} describes it.
 *
 * <p>Replaced atomically: a reader sees the last report or this one, never half of it.
 */
public final class MissingMarketsFile {

  static final String NAME = "missing_market_ids.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private final Path folder;

  /** @param folder created when missing */
  MissingMarketsFile(Path folder) {
    this.folder = folder;
  }

  void write(List<MissingMarket> missing) {
    Path temporary = folder.resolve("." + NAME + ".tmp");
    try {
      Files.createDirectories(folder);
      try (BufferedWriter out = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
        for (MissingMarket market : missing) {
          out.write(JSON.writeValueAsString(json(market)));
          out.write('\n');
        }
      }
      Files.move(temporary, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the list of missing markets cannot be written to " + folder, e);
    }
  }

  /** Returns a missing market as plain values, in the shape of a line of the file. */
  public static Map<String, Object> json(MissingMarket market) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("condition_id", market.conditionId());
    // as text: no program's numbers hold 256 bits
    json.put("token_ids", market.tokenIds().stream().map(Object::toString).toList());
    json.put("trades", market.trades());
    json.put("usd", market.usd());
    json.put("position_events", market.positionEvents());
    json.put("first_ts", market.firstTs());
    json.put("last_ts", market.lastTs());
    json.put("attempts", market.lookups().attempts());
    json.put("last_error", market.lookups().lastError());
    json.put("next_try_at", market.lookups().nextTryAt() == null ? null : market.lookups().nextTryAt().toString());
    return json;
  }
}
