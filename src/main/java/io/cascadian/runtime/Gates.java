package io.cascadian.runtime;

import io.cascadian.health.CheckRegistry;
import io.cascadian.health.Health;
import io.cascadian.health.HealthCheck;
import io.cascadian.health.HealthReport;
import io.cascadian.ingest.IngestGates;
import io.cascadian.ledger.GateOptions;
import io.cascadian.ledger.ReferenceFileException;
import io.cascadian.ledger.ReferenceWallets;
import io.cascadian.ledger.WalletGates;
import io.cascadian.markets.MarketGates;
import io.cascadian.nightly.Gate;
import io.cascadian.publish.GateList;
import io.cascadian.publish.GateQuestion;
import io.cascadian.publish.GateResult;
import io.cascadian.resolution.ResolutionGates;
import io.cascadian.resolution.ResolutionMaps;
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
import java.util.stream.Stream;

/**
 * Offers the gates to the route that asks them one by one: those on the published numbers, by a statement each, and the health checks that a run is expected
 * to heal. What of those is still critical after it is a failure. Changes nothing. Thread-safe.
 */
public final class Gates {

  /** After a run the stores may have much to merge, and nobody waits for this answer. */
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(30);

  private final LongSupplier checkedUpTo;
  private final Supplier<Set<String>> failedLast;
  private final GateList published;
  private final List<HealthCheck> checks;

  /**
   * A gate to be asked. Has no accessors that begin with get or is: Camel takes those for the ones without.
   *
   * @param published a gate that a statement answers; null for the others
   * @param check a health check; null for the others
   * @param found what is found already without asking; null for the others
   */
  public record Question(GateQuestion published, HealthCheck check, GateResult found) {

    /** Returns {@code statement} where a statement of ClickHouse answers it, else {@code check}. */
    public String by() {
      return published == null ? "check" : "statement";
    }

    /** Returns the statement with parameters {@code :?name}. */
    public String statement() {
      return published.statement();
    }

    /** Returns the statement's parameters. */
    public Map<String, Object> parameters() {
      return published.parameters();
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
    published = new GateList(clickHouse, of(options(settings)));
    checks = HealthRoom.resolutionChecks(settings, maps);
  }

  /** Returns the gates of all features that statements answer. */
  public static List<io.cascadian.publish.Gate> of(GateOptions options) {
    return Stream.of(MarketGates.gates(), IngestGates.gates(), WalletGates.gates(options), ResolutionGates.gates()).flatMap(List::stream).toList();
  }

  /** Lists all gates, for a run. */
  public List<Question> list() {
    List<Question> questions = new ArrayList<>();
    published.questions(checkedUpTo.getAsLong(), failedLast.get()).forEach(gate -> questions.add(new Question(gate, null, null)));
    published.unasked().forEach(found -> questions.add(new Question(null, null, found)));
    checks.forEach(check -> questions.add(new Question(null, check, null)));
    return questions;
  }

  /** Returns the names of all of them. */
  Set<String> names() {
    return list().stream().map(question -> question.published() != null ? question.published().name() : question.check() != null ? question.check().name()
        : question.found().name()).collect(Collectors.toSet());
  }

  /** Returns what a gate found whose statement answered these rows. */
  public Gate result(Question question, List<Map<String, Object>> rows) {
    return gate(question.published().result(rows));
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
    List<Gate> gates = new ArrayList<>(published.check().stream().map(Gates::gate).toList());
    list().stream().filter(question -> question.check() != null).map(this::check).forEach(gates::add);
    return gates;
  }

  private static Gate gate(GateResult result) {
    return new Gate(result.name(), result.passed(), result.blocking(), result.message(), result.details(), result.inFull());
  }

  /** @throws SettingsException when the file of reference wallets cannot be used */
  static GateOptions options(Settings settings) {
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
