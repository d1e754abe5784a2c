package io.cascadian.runtime;

import io.cascadian.health.CheckRegistry;
import io.cascadian.health.Health;
import io.cascadian.health.HealthCheck;
import io.cascadian.health.HealthReport;
import io.cascadian.ledger.GateOptions;
import io.cascadian.ledger.GateResult;
import io.cascadian.ledger.LedgerGate;
import io.cascadian.ledger.LedgerGates;
import io.cascadian.ledger.ReferenceFileException;
import io.cascadian.ledger.ReferenceWallets;
import io.cascadian.nightly.Gate;
import io.cascadian.resolution.ResolutionMaps;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import io.cascadian.store.ClickHouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Offers the gates to the route that asks them one by one: those on the published numbers, by a statement each, and the health checks that a run is expected
 * to heal. What of those is still critical after it is a failure. Changes nothing. Thread-safe.
 */
public final class Gates {

  /** After a run the stores may have much to merge, and nobody waits for this answer. */
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(30);

  private final LongSupplier checkedUpTo;
  private final Supplier<Set<String>> failedLast;
  private final LedgerGates ledger;
  private final List<HealthCheck> checks;

  /**
   * A gate to be asked. Has no accessors that begin with get or is: Camel takes those for the ones without.
   *
   * @param ledger a gate that a statement answers; null for the others
   * @param check a health check; null for the others
   * @param found what is found already without asking; null for the others
   */
  public record Question(LedgerGate ledger, HealthCheck check, GateResult found) {

    /** Returns {@code statement} where a statement of ClickHouse answers it, else {@code check}. */
    public String by() {
      return ledger == null ? "check" : "statement";
    }

    /** Returns the statement with parameters {@code :?name}. */
    public String statement() {
      return ledger.statement();
    }

    /** Returns the statement's parameters. */
    public Map<String, Object> parameters() {
      return ledger.parameters();
    }
  }

  /** Gates that look at everything. */
  Gates(Settings settings, ClickHouse clickHouse, ResolutionMaps maps) {
    this(settings, clickHouse, maps, () -> 0, Set::of);
  }

  /**
   * @param checkedUpTo fence of the run since which the gates of a run look at what changed; 0 for everything
   * @param failedLast gates that did not pass when they were asked last
   */
  Gates(Settings settings, ClickHouse clickHouse, ResolutionMaps maps, LongSupplier checkedUpTo, Supplier<Set<String>> failedLast) {
    this.checkedUpTo = checkedUpTo;
    this.failedLast = failedLast;
    ledger = new LedgerGates(clickHouse, options(settings));
    checks = HealthRoom.resolutionChecks(settings, maps);
  }

  /** Lists all gates, for a run. */
  public List<Question> list() {
    List<Question> questions = new ArrayList<>();
    ledger.since(checkedUpTo.getAsLong(), failedLast.get()).forEach(gate -> questions.add(new Question(gate, null, null)));
    ledger.unasked().forEach(found -> questions.add(new Question(null, null, found)));
    checks.forEach(check -> questions.add(new Question(null, check, null)));
    return questions;
  }

  /** Returns the names of all of them. */
  Set<String> names() {
    return list().stream().map(question -> question.ledger() != null ? question.ledger().name() : question.check() != null ? question.check().name()
        : question.found().name()).collect(Collectors.toSet());
  }

  /** Returns what a gate found whose statement answered these rows. */
  public Gate result(Question question, List<Map<String, Object>> rows) {
    return gate(question.ledger().result(rows));
  }

  /** Asks a gate that no statement answers. */
  public Gate check(Question question) {
    if (question.found() != null) {
      return gate(question.found());
    }
    CheckRegistry registry = new CheckRegistry();
    registry.add(question.check(), CHECK_TIMEOUT);
    try (Health after = new Health(registry, CHECK_TIMEOUT)) {
      HealthReport.Entry entry = after.report().checks().get(0);
      return new Gate(entry.check(), !entry.isCritical(), true, entry.result().message());
    }
  }

  /** Asks all gates outside of a run, of everything. */
  List<Gate> all() {
    List<Gate> gates = new ArrayList<>(ledger.check().stream().map(Gates::gate).toList());
    list().stream().filter(question -> question.check() != null).map(this::check).forEach(gates::add);
    return gates;
  }

  private static Gate gate(GateResult result) {
    return new Gate(result.name(), result.passed(), result.blocking(), result.message(), result.details(), result.inFull());
  }

  /** @throws SettingsException when the file of reference wallets cannot be used */
  static GateOptions options(Settings settings) {
    try {
      return new GateOptions(count(settings, LedgerSettings.GATE_MIN_WALLETS), count(settings, LedgerSettings.GATE_MAX_WALLETS),
          settings.optional(LedgerSettings.REFERENCE_WALLETS_FILE).map(Path::of).map(ReferenceWallets::of));
    } catch (ReferenceFileException e) {
      throw new SettingsException(List.of(LedgerSettings.REFERENCE_WALLETS_FILE + ": " + e.getMessage()));
    }
  }

  private static OptionalLong count(Settings settings, Setting setting) {
    return settings.optional(setting).map(Long::parseLong).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }
}
