package io.cascadian.dev.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * Writes the resolution map that goes with a dataset, in the shape of the real one, as of a given time.
 *
 * <p>Conditions without a known market have {@code market_id} "unknown" and an error, as there. Payouts other than 1 and 0 come as
 * {@code SPLIT} with decimal fractions, which is this project's extension. The file appears whole: it is written beside and moved.
 */
public final class ResolutionMapFile {

  private ResolutionMapFile() {}

  /** @param asOf UTC seconds; later resolutions are not in the map yet */
  public static void write(Dataset dataset, long asOf, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    List<Dataset.Resolution> resolutions = dataset.resolutions();
    long resolved = resolutions.stream().filter(r -> r.marketId() != null && isResolved(r, asOf)).count();
    try (JsonGenerator json = new JsonFactory().createGenerator(Files.newOutputStream(temporary))) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      json.writeStartObject();
      json.writeNumberField("total_conditions", resolutions.size());
      json.writeNumberField("resolved_conditions", resolved);
      json.writeStringField("last_updated", Instant.ofEpochSecond(asOf).toString());
      json.writeArrayFieldStart("resolutions");
      for (Dataset.Resolution resolution : resolutions) {
        write(json, resolution, asOf);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isResolved(Dataset.Resolution resolution, long asOf) {
    return resolution.payouts() != null && resolution.resolvedAt() != null && resolution.resolvedAt() <= asOf;
  }

  private static void write(JsonGenerator json, Dataset.Resolution resolution, long asOf) throws IOException {
    boolean resolved = resolution.marketId() != null && isResolved(resolution, asOf);
    json.writeStartObject();
    json.writeStringField("condition_id", resolution.conditionId());
    json.writeStringField("market_id", resolution.marketId() == null ? "unknown" : resolution.marketId());
    if (resolved) {
      BigDecimal yes = resolution.payouts().get(0);
      json.writeStringField("resolved_outcome",
          yes.signum() == 0 ? "NO" : yes.compareTo(BigDecimal.ONE) == 0 ? "YES" : "SPLIT");
      json.writeNumberField("payout_yes", yes);
      json.writeNumberField("payout_no", resolution.payouts().get(1));
      json.writeStringField("resolved_at", Instant.ofEpochSecond(resolution.resolvedAt()).toString());
    } else {
      json.writeNullField("resolved_outcome");
      json.writeNullField("payout_yes");
      json.writeNullField("payout_no");
      json.writeNullField("resolved_at");
    }
    if (resolution.marketId() == null) {
      json.writeStringField("error", "No market_id available");
    }
    json.writeEndObject();
  }
}
