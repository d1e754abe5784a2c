package io.cascadian.ingest;

import static io.cascadian.testkit.TinyMarket.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.ingest.WindowComparison.Mode;
import io.cascadian.source.SourceException;
import io.cascadian.store.FenceGuard;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TinyMarket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever is stored, and whatever the source has: afterwards both are the same, only what differed was written, and comparing again writes
 * nothing.
 */
class WindowComparisonIT {

  private static final int SECONDS = 12;
  private static ComparedWorld world;

  /** One event of a simulated history; few values, so that two histories have much in common. */
  record Event(int id, int second, int wallet, int shares) {}

  @BeforeContainer
  static void open() {
    world = new ComparedWorld(new TinyMarket());
    // each row that is written stays one that can be counted
    world.world.clickHouse.execute("SYSTEM STOP MERGES trades_raw", Map.of());
  }

  @AfterContainer
  static void close() {
    world.close();
  }

  @Property(tries = 4)
  void secondComparison_writesNothing(
      @ForAll("histories") List<Event> before, @ForAll("histories") List<Event> after, @ForAll @IntRange(min = 1, max = 4) int sliceRows)
      throws SourceException {
    check(before, after, sliceRows);
  }

  @Property(tries = 30)
  @Tag("proof")
  void secondComparison_writesNothing_manyTimes(
      @ForAll("histories") List<Event> before, @ForAll("histories") List<Event> after, @ForAll @IntRange(min = 1, max = 4) int sliceRows)
      throws SourceException {
    check(before, after, sliceRows);
  }

  private void check(List<Event> before, List<Event> after, int sliceRows) throws SourceException {
    world.world.clickHouse.execute("TRUNCATE TABLE trades_raw", Map.of());
    world.serve(market(before));
    compare(Mode.REPAIR_WHATEVER_IS_LOST, sliceRows);
    world.serve(market(after));

    long rows = world.count("trades_raw");
    Difference reported = compare(Mode.LOOK, sliceRows);
    assertThat(world.count("trades_raw")).as("rows after a look").isEqualTo(rows);
    Difference repaired = compare(Mode.REPAIR_WHATEVER_IS_LOST, sliceRows);
    rows += repaired.corrected() + repaired.gone();
    assertThat(world.count("trades_raw")).as("rows after the repair of %s", repaired).isEqualTo(rows);
    Difference again = compare(Mode.REPAIR_WHATEVER_IS_LOST, sliceRows);

    assertThat(reported.sourceSums()).isEqualTo(repaired.sourceSums());
    assertThat(world.stored()).containsExactlyInAnyOrderElementsOf(
        after.stream().map(e -> id(e.id) + " " + e.wallet + " " + e.shares).toList());
    assertThat(again.isNone()).isTrue();
    assertThat(again.storedRows()).isEqualTo(after.size());
    assertThat(world.count("trades_raw")).as("rows after comparing again").isEqualTo(rows);
  }

  private Difference compare(Mode mode, int sliceRows) throws SourceException {
    FenceGuard guard = world.guard();
    WindowComparisons comparisons = new WindowComparisons(world.world.source(), world.world.clickHouse, TestDeadLetters.of(world.world.postgres),
        Contracts.builtIn(), guard, IngestOptions.of(20), new ComparisonOptions(Duration.ZERO, 0, sliceRows));
    Pin pin = new Pins(world.world.source(), 20).of(world.fills(), 0, null);
    try (WindowComparison comparison = comparisons.open(world.fills(), pin)) {
      Map<Window, Difference> windows = new LinkedHashMap<>();
      Difference total = comparison.compare(
          Window.ofSeconds(START, START + SECONDS), 5, mode, (slice, finished, events) -> windows.putAll(finished));
      assertThat(windows).as("windows of 5 of 12 seconds").hasSize(3);
      assertThat(windows.values().stream().reduce(Difference.NONE, Difference::plus)).isEqualTo(total);
      return total;
    }
  }

  private static TinyMarket market(List<Event> history) {
    TinyMarket market = new TinyMarket();
    history.forEach(e -> market.buy(id(e.id), START + e.second, e.wallet, 20, e.shares * 1_000_000L, 1));
    return market;
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "0x%02d", number);
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    return Combinators.combine(
        Arbitraries.integers().between(0, 15), Arbitraries.integers().between(0, SECONDS - 1), Arbitraries.integers().between(1, 3),
        Arbitraries.integers().between(1, 2)).as(Event::new).list().ofMaxSize(16).uniqueElements(Event::id);
  }
}
