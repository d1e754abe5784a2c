package io.cascadian.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import io.cascadian.source.SandboxHistory;
import io.cascadian.source.SandboxProvider;
import io.cascadian.source.SandboxSimulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the history that the sandbox serves: a feed, or the simulated history of the data directory.
 *
 * <p>Version, seed, scale and time of the first simulation are stored in {@code sandbox.json} there, so that every later start serves the same history.
 */
final class SandboxState {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SandboxState() {}

  /**
   * Holds the content of the file; the anchor in UTC seconds, a scale below 1 for a shorter history.
   *
   * @param version of the simulation; null for version 1, as programs wrote it that had no other, and so {@code zipfExponent}
   * @param optionalStreams whether it has records of optional streams; null where it has none, as programs wrote it that knew none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record State(long seed, double scale, long anchor, Integer version, Double zipfExponent, Boolean optionalStreams) {

    SandboxSimulation simulation() {
      return new SandboxSimulation(
          version == null ? 1 : version, seed, scale, anchor, zipfExponent == null ? 0 : zipfExponent, Boolean.TRUE.equals(optionalStreams));
    }
  }

  /**
   * Reads or simulates the history.
   *
   * @throws MissingKitException when there is no developer kit
   * @throws io.cascadian.source.SandboxException naming the invalid line of a feed
   * @throws SettingsException when version, seed, scale or exponent are set and differ from those of the directory's history
   */
  static SandboxHistory history(Settings settings) {
    SandboxProvider sandbox = DeveloperKit.sandbox();
    Optional<String> feed = settings.optional(SandboxSettings.SANDBOX_FEED);
    try {
      if (feed.isPresent()) {
        return sandbox.read(Path.of(feed.get()));
      }
      return sandbox.simulate(state(settings).simulation());
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's history cannot be read: " + e, e);
    }
  }

  /** Returns the simulated history's parameters; empty with another source, or before the first start. */
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

  /** Stores the parameters of the history to which restored data belong. */
  static void put(Settings settings, JsonNode state) {
    Path file = file(settings);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      JSON.writeValue(file.toFile(), JSON.treeToValue(state, State.class));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static Path file(Settings settings) {
    return settings.path(StoreSettings.DATA_DIR).resolve("sandbox.json");
  }

  private static State state(Settings settings) throws IOException {
    Path file = file(settings);
    long seed = settings.number(SandboxSettings.SANDBOX_SEED);
    int scale = (int) settings.number(SandboxSettings.SANDBOX_SCALE);
    int version = (int) settings.number(SandboxSettings.SANDBOX_SIMULATION_VERSION);
    double zipfExponent = Double.parseDouble(settings.text(SandboxSettings.SANDBOX_ZIPF_EXPONENT));
    boolean optionalStreams = settings.text(SandboxSettings.SANDBOX_OPTIONAL_STREAMS).equals("true");
    if (Files.exists(file)) {
      State stored = JSON.readValue(file.toFile(), State.class);
      requireSame(settings, SandboxSettings.SANDBOX_SEED, BigDecimal.valueOf(seed), BigDecimal.valueOf(stored.seed));
      requireSame(settings, SandboxSettings.SANDBOX_SCALE, BigDecimal.valueOf(scale), BigDecimal.valueOf(stored.scale));
      SandboxSimulation simulation = stored.simulation();
      requireSame(settings, SandboxSettings.SANDBOX_SIMULATION_VERSION, BigDecimal.valueOf(version), BigDecimal.valueOf(simulation.version()));
      if (simulation.version() > 1) {
        requireSame(settings, SandboxSettings.SANDBOX_ZIPF_EXPONENT, BigDecimal.valueOf(zipfExponent), BigDecimal.valueOf(simulation.zipfExponent()));
      }
      if (settings.isGiven(SandboxSettings.SANDBOX_OPTIONAL_STREAMS) && optionalStreams != simulation.optionalStreams()) {
        throw new SettingsException(List.of(SandboxSettings.SANDBOX_OPTIONAL_STREAMS + ": the data directory " + settings.text(StoreSettings.DATA_DIR)
            + " holds a history " + (optionalStreams ? "without" : "with") + " optional streams; choose another --data-dir for another history"));
      }
      return stored;
    }
    long anchor = Instant.now().truncatedTo(ChronoUnit.HOURS).getEpochSecond();
    Boolean optional = optionalStreams ? true : null;
    State created = version == 1 ? new State(seed, scale, anchor, null, null, optional) : new State(seed, scale, anchor, version, zipfExponent, optional);
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writeValue(file.toFile(), created);
    return created;
  }

  private static void requireSame(Settings settings, Setting setting, BigDecimal wanted, BigDecimal stored) {
    if (settings.isGiven(setting) && wanted.compareTo(stored) != 0) {
      throw new SettingsException(List.of(setting + ": the data directory " + settings.text(StoreSettings.DATA_DIR)
          + " holds a history of " + stored.stripTrailingZeros().toPlainString() + ", not " + wanted + "; choose another --data-dir for another history"));
    }
  }
}
