package io.cascadian.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.FeedReader;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.dev.simulator.SimulationOptions;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The history that the sandbox serves: a feed, or the simulated one that belongs to the data directory.
 *
 * <p>When and with what seed and scale it was simulated first is kept in {@code sandbox.json} there, so that every later start serves the
 * same history.
 */
final class SandboxState {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SandboxState() {}

  /** What is kept; the anchor in UTC seconds. */
  record Kept(long seed, int scale, long anchor) {}

  /**
   * @throws SettingsException when seed or scale are given and are not those of the directory's history
   */
  static Dataset dataset(Settings settings) {
    Optional<String> feed = settings.optional(SandboxSettings.SANDBOX_FEED);
    try {
      if (feed.isPresent()) {
        return FeedReader.read(Path.of(feed.get()));
      }
      Kept kept = kept(settings);
      return MarketSimulator.generate(SimulationOptions.of(kept.seed, kept.scale, kept.anchor)).dataset();
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's history cannot be read: " + e, e);
    }
  }

  /** Returns which history the data directory holds; empty where the source is another, or none was served yet. */
  static Optional<JsonNode> find(Settings settings) {
    Path file = file(settings);
    if (settings.optional(SourceSettings.SOURCE_URL).isPresent() || settings.optional(SandboxSettings.SANDBOX_FEED).isPresent() || !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Lets the data directory serve the history that data from elsewhere belong to. */
  static void put(Settings settings, JsonNode state) {
    Path file = file(settings);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      JSON.writeValue(file.toFile(), JSON.treeToValue(state, Kept.class));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static Path file(Settings settings) {
    return settings.path(StoreSettings.DATA_DIR).resolve("sandbox.json");
  }

  private static Kept kept(Settings settings) throws IOException {
    Path file = file(settings);
    long seed = settings.number(SandboxSettings.SANDBOX_SEED);
    int scale = (int) settings.number(SandboxSettings.SANDBOX_SCALE);
    if (Files.exists(file)) {
      Kept kept = JSON.readValue(file.toFile(), Kept.class);
      differs(settings, SandboxSettings.SANDBOX_SEED, seed, kept.seed);
      differs(settings, SandboxSettings.SANDBOX_SCALE, scale, kept.scale);
      return kept;
    }
    Kept fresh = new Kept(seed, scale, Instant.now().truncatedTo(ChronoUnit.HOURS).getEpochSecond());
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writeValue(file.toFile(), fresh);
    return fresh;
  }

  private static void differs(Settings settings, Setting setting, long wanted, long kept) {
    if (settings.isGiven(setting) && wanted != kept) {
      throw new SettingsException(java.util.List.of(setting + ": the data directory " + settings.text(StoreSettings.DATA_DIR)
          + " holds a history of " + kept + ", not " + wanted + "; choose another --data-dir for another history"));
    }
  }
}
