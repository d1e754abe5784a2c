package io.cascadian.ingest;

import io.cascadian.publish.PublishedTable;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TinyMarket;
import io.cascadian.testkit.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A tiny market, what is stored of it, and the operations that bring the two together. */
final class ComparedWorld implements AutoCloseable {

  final World world;
  ComparisonOptions options = ComparisonOptions.usual();
  /** Puts something between the source and who reads it. */
  UnaryOperator<MarketEventSource> wrapped = source -> source;
  private long now = TinyMarket.END + 600;
  private long fence;

  ComparedWorld(TinyMarket market) {
    world = new World(market.dataset(), now);
  }

  /** What the source has from now on; its head moves on a little, as heads do. */
  void serve(TinyMarket market) {
    now += 120;
    world.serve(market.dataset(), now);
  }

  FenceGuard guard() {
    return FenceGuard.of(++fence);
  }

  StreamDefinition fills() {
    return Streams.fills(world.sandbox.baseUrl());
  }

  List<StreamDefinition> streams() {
    return Streams.all(world.sandbox.baseUrl());
  }

  StepResult ingest() {
    return ingest(stream -> true, Set.of());
  }

  /** @param defined what the routes define beside what is read */
  StepResult ingest(Predicate<StreamDefinition> which, Set<String> defined) {
    Ingest.Session session = session();
    streams().stream().filter(which).forEach(session::read);
    return session.finish(defined);
  }

  Ingest.Session session() {
    return new Ingest(
        world.routes.client(), wrapped.apply(world.source()), world.clickHouse, world.postgres, TestDeadLetters.of(world.postgres), Contracts.builtIn(),
        IngestOptions.of(20), options).begin(guard());
  }

  /** Finds gaps in all that runs have read. */
  HistoryReport gaps(boolean dryRun) throws SourceException {
    return history(HistoryKind.GAPS, null, null, dryRun, false, guard());
  }

  HistoryReport history(HistoryKind kind, long from, long until, boolean dryRun, boolean allowDeletes) throws SourceException {
    return history(kind, from, until, dryRun, allowDeletes, guard());
  }

  HistoryReport history(HistoryKind kind, long from, long until, boolean dryRun, boolean allowDeletes, FenceGuard guard) throws SourceException {
    return history(kind, Instant.ofEpochSecond(from), Instant.ofEpochSecond(until), dryRun, allowDeletes, guard);
  }

  private HistoryReport history(HistoryKind kind, Instant from, Instant until, boolean dryRun, boolean allowDeletes, FenceGuard guard)
      throws SourceException {
    return new History(wrapped.apply(world.source()), world.clickHouse, world.postgres, TestDeadLetters.of(world.postgres), Contracts.builtIn(),
        IngestOptions.of(20), options).compare(new HistoryRequest(kind, from, until,
            History.comparable(Streams.all(world.sandbox.baseUrl())), Duration.ofDays(1), dryRun, allowDeletes), guard);
  }

  void publish() {
    world.publisher().publish(guard());
  }

  long count(String sql) {
    return world.clickHouse.queryLong("SELECT count() FROM " + sql, Map.of());
  }

  /** The last blocks of events that were ever written, summed: whether something was written shows here, while merges change the number of rows. */
  long lastBlock() {
    return world.clickHouse.queryLong(
        "SELECT maxIf(max_block_number, table = 'trades_raw') + maxIf(max_block_number, table = 'position_events')"
            + " FROM system.parts WHERE database = currentDatabase()", Map.of());
  }

  List<String> stored() {
    return world.clickHouse.query(
        "SELECT concat(event_id, ' ', toString(toUInt32(substring(wallet, 3))), ' ', toString(amount)) AS line FROM ("
            + "SELECT event_id, wallet, shares AS amount FROM trades_raw FINAL UNION ALL SELECT event_id, wallet, amount FROM position_events FINAL)"
            + " ORDER BY line",
        Map.of(), row -> row.getString(1));
  }

  /** Every row of every wallet table, but for the run that wrote it. */
  Map<String, List<String>> published() {
    return published(world.clickHouse);
  }

  private static Map<String, List<String>> published(ClickHouse clickHouse) {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    for (PublishedTable table : World.tables()) {
      tables.put(table.name(), clickHouse.query(
          "SELECT toString(tuple(* EXCEPT (revision))) AS line FROM " + table.name() + " ORDER BY line", Map.of(), row -> row.getString(1)));
    }
    return tables;
  }

  /** What a market's history comes to where nothing ever went wrong. */
  static Map<String, List<String>> undisturbed(TinyMarket market) {
    try (ComparedWorld other = new ComparedWorld(market)) {
      other.ingest();
      other.publish();
      return other.published();
    }
  }

  @Override
  public void close() {
    world.close();
  }

  /** A source whose answers can be spoilt. */
  abstract static class Spoilt implements MarketEventSource {
    private final MarketEventSource source;

    Spoilt(MarketEventSource source) {
      this.source = source;
    }

    /** What becomes of a page. */
    abstract Page spoil(PageRequest request, Page page) throws SourceException;

    @Override
    public SourceHead head(StreamDefinition stream) throws SourceException {
      return source.head(stream);
    }

    @Override
    public Page page(PageRequest request) throws SourceException {
      return spoil(request, source.page(request));
    }

    @Override
    public List<Page> pages(List<PageRequest> requests) throws SourceException {
      List<Page> pages = source.pages(requests);
      List<Page> spoilt = new ArrayList<>();
      for (int i = 0; i < pages.size(); i++) {
        spoilt.add(spoil(requests.get(i), pages.get(i)));
      }
      return spoilt;
    }

    static Page empty(PageRequest request) {
      return new Page(List.of(), request.after(), true);
    }
  }
}
