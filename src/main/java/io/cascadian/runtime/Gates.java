package io.cascadian.runtime;

import io.cascadian.health.CheckRegistry;
import io.cascadian.health.Health;
import io.cascadian.health.HealthCheck;
import io.cascadian.health.HealthReport;
import io.cascadian.ledger.GateOptions;
import io.cascadian.ledger.LedgerGates;
import io.cascadian.ledger.ReferenceFileException;
import io.cascadian.ledger.ReferenceWallets;
import io.cascadian.nightly.Steps;
import io.cascadian.resolution.ResolutionMaps;
import io.cascadian.store.ClickHouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What do all gates say now: of the published numbers, and of what a run is expected to heal? What of that is still critical after one is a
 * failure. Changes nothing.
 */
final class Gates implements Supplier<List<Steps.Gate>> {

  /** After a run the stores may have much to merge, and nobody waits for this answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LedgerGates ledger;
  private final List<HealthCheck> checks;

  Gates(Settings settings, ClickHouse clickHouse, ResolutionMaps maps) {
    ledger = new LedgerGates(clickHouse, options(settings));
    checks = HealthRoom.resolutionChecks(settings, maps);
  }

  @Override
  public List<Steps.Gate> get() {
    List<Steps.Gate> gates = new ArrayList<>();
    ledger.check().forEach(g -> gates.add(new Steps.Gate(g.name(), g.passed(), g.blocking(), g.message(), g.details())));
    CheckRegistry registry = new CheckRegistry();
    checks.forEach(check -> registry.add(check, PATIENCE));
    try (Health after = new Health(registry, PATIENCE)) {
      for (HealthReport.Entry entry : after.report().checks()) {
        gates.add(new Steps.Gate(entry.check(), !entry.isCritical(), true, entry.result().message()));
      }
    }
    return gates;
  }

  private static GateOptions options(Settings settings) {
    try {
      return new GateOptions(count(settings, Setting.GATE_MIN_WALLETS), count(settings, Setting.GATE_MAX_WALLETS),
          settings.optional(Setting.REFERENCE_WALLETS_FILE).map(Path::of).map(ReferenceWallets::of));
    } catch (ReferenceFileException e) {
      throw new SettingsException(List.of(Setting.REFERENCE_WALLETS_FILE + ": " + e.getMessage()));
    }
  }

  private static OptionalLong count(Settings settings, Setting setting) {
    return settings.optional(setting).map(Long::parseLong).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }
}
