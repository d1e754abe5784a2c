package io.cascadian.dev.bench;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.ingest.Contracts;
import io.cascadian.ingest.RecordEncoder;
import io.cascadian.source.Cursor;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Loads a simulated history into the raw tables without a source, as of a time; then what a reader finds a day later: new events, corrected ones, tombstones of
 * removed ones, and conditions that opened or were resolved.
 *
 * <p>The history is encoded part by part while the part before is inserted; only the day is held in memory. Used by one thread.
 */
final class HistoryLoad {

  private static final int FILLS_OF_PART = 250_000;

  /** Fences of the two loads. */
  static final long HISTORY = 1;
  static final long DAY = 2;

  private final ClickHouse clickHouse;
  private final MarketSimulator simulator;
  private final long dayBegins;
  private final long dayEnds;
  private final Map<String, RecordEncoder> history = new LinkedHashMap<>();
  private final Map<String, RecordEncoder> day = new LinkedHashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final Count loaded = new Count();
  private final Count ofDay = new Count();
  private CompletableFuture<Void> inserting = CompletableFuture.completedFuture(null);

  /** Counts what was loaded: conditions are those of which something was new. */
  record Loaded(long fills, long positionEvents, long removed, long conditions) {

    long events() {
      return fills + positionEvents + removed;
    }

    Map<String, Object> json() {
      return Map.of("fills", fills, "position_events", positionEvents, "removed", removed, "conditions", conditions);
    }
  }

  private static final class Count {
    private long fills;
    private long positionEvents;
    private long conditions;

    void add(String entity) {
      switch (entity) {
        case "OrderFilledEvent" -> fills++;
        case "Condition" -> conditions++;
        default -> positionEvents++;
      }
    }
  }

  /**
   * @param dayBegins end of the history that is loaded first, UTC seconds
   * @param dayEnds a day later
   */
  HistoryLoad(ClickHouse clickHouse, MarketSimulator simulator, long dayBegins, long dayEnds) {
    this.clickHouse = clickHouse;
    this.simulator = simulator;
    this.dayBegins = dayBegins;
    this.dayEnds = dayEnds;
    Contracts contracts = Contracts.builtIn();
    for (StreamDefinition stream : streams()) {
      history.put(stream.name(), new RecordEncoder(stream, contracts));
      day.put(stream.name(), new RecordEncoder(stream, contracts));
    }
  }

  /** Inserts the history; returns when all of it is stored. */
  Loaded loadHistory() {
    encode(simulator.conditions());
    insertEncoded();
    CatalogueLoad catalogue = new CatalogueLoad(clickHouse, simulator.catalogue());
    catalogue.insert(HISTORY, dayBegins, event -> event.createdAt() <= dayBegins);
    simulator.forEachPart(FILLS_OF_PART, part -> {
      part.tables().forEach(this::encode);
      insertEncoded();
    });
    inserting.join();
    return new Loaded(loaded.fills, loaded.positionEvents, 0, loaded.conditions);
  }

  /** Inserts the day. */
  Loaded loadDay() {
    if (!removed.isEmpty()) {
      clickHouse.execute(Sql.load("dev/bench/tombstone-trades"), Map.of("fence", DAY, "ids", List.copyOf(removed)));
    }
    day.values().forEach(encoder -> encoder.take().insert(clickHouse));
    new CatalogueLoad(clickHouse, simulator.catalogue()).insert(DAY, dayEnds, this::changesInDay);
    return new Loaded(ofDay.fills, ofDay.positionEvents, removed.size(), ofDay.conditions);
  }

  private boolean changesInDay(Dataset.Event event) {
    return isInDay(event.createdAt()) || event.endsAt() != null && isInDay(event.endsAt());
  }

  private boolean isInDay(long time) {
    return time > dayBegins && time <= dayEnds;
  }

  /** Encodes what was there when the day began, and what is there otherwise when it ends. */
  private void encode(EntityTable table) {
    String name = table.type().name();
    List<String> fields = fields(table.type());
    int[] columns = fields.stream().mapToInt(table.type()::indexOf).toArray();
    long before = simulator.block(dayBegins);
    long after = simulator.block(dayEnds);
    Set<String> gone = new HashSet<>();
    Set<String> changed = new HashSet<>();
    for (int row = 0; row < table.size(); row++) {
      boolean then = table.block(row) <= before && before < table.removedAtBlock(row);
      boolean later = table.block(row) <= after && after < table.removedAtBlock(row);
      if (then) {
        history.get(name).add(record(table, row, fields, columns), HISTORY);
        loaded.add(name);
      }
      if (later && !then) {
        day.get(name).add(record(table, row, fields, columns), DAY);
        ofDay.add(name);
        changed.add(table.value(row, 0).toString());
      }
      if (then && !later) {
        gone.add(table.value(row, 0).toString());
      }
    }
    gone.removeAll(changed);
    if (!name.equals("Condition")) {
      removed.addAll(gone);
    }
  }

  private static SourceRecord record(EntityTable table, int row, List<String> fields, int[] columns) {
    Object[] values = new Object[columns.length];
    for (int i = 0; i < columns.length; i++) {
      values[i] = table.value(row, columns[i]);
    }
    return new SourceRecord(Cursor.START, fields, values);
  }

  /** Inserts what was encoded while the next part is. */
  private void insertEncoded() {
    List<RecordEncoder.Encoded> encoded = new ArrayList<>();
    history.values().forEach(encoder -> encoded.add(encoder.take()));
    inserting.join();
    inserting = CompletableFuture.runAsync(() -> encoded.forEach(rows -> rows.insert(clickHouse)));
  }

  private static List<String> fields(EntityType type) {
    // the hash of the transaction is in the id
    return type.fields().stream().map(EntityType.Field::name).filter(field -> !field.equals("transactionHash")).toList();
  }

  /** Returns the streams as in {@code routes/streams}, named by their entities. */
  private static List<StreamDefinition> streams() {
    return List.of(
        stream("OrderFilledEvent", "orderbook-subgraph/0.0.1", "timestamp", "fill"),
        stream("Split", "activity-subgraph/0.0.4", "timestamp", "split"),
        stream("Merge", "activity-subgraph/0.0.4", "timestamp", "merge"),
        stream("Redemption", "activity-subgraph/0.0.4", "timestamp", "redemption"),
        stream("NegRiskConversion", "activity-subgraph/0.0.4", "timestamp", "conversion"),
        stream("Condition", "pnl-subgraph/0.0.14", "id", "condition"));
  }

  private static StreamDefinition stream(String entity, String subgraph, String orderBy, String target) {
    return new StreamDefinition(entity, StreamDefinition.SUBGRAPH, "http://simulated/subgraphs/" + subgraph + "/gn", entity, List.of("id"), orderBy, target, "V1");
  }
}
