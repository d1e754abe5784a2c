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
 * Loads a simulated history into the raw tables without a source, as of a time; then what a reader finds after each of the following days: new events, corrected
 * ones, tombstones of removed ones, and conditions that opened or were resolved.
 *
 * <p>The history is encoded part by part while the part before is inserted; only the days are held in memory. Used by one thread.
 */
final class HistoryLoad {

  private static final int FILLS_OF_PART = 250_000;

  /** Fence of the history; those of the days follow. */
  static final long HISTORY = 1;

  private final ClickHouse clickHouse;
  private final MarketSimulator simulator;
  /** End of the history, then of each day, UTC seconds. */
  private final long[] ends;
  private final Map<String, RecordEncoder> history = new LinkedHashMap<>();
  private final List<Day> days = new ArrayList<>();
  private final Count loaded = new Count();
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

  /** Holds what a day adds to the history and takes from it. */
  private static final class Day {
    private final Map<String, RecordEncoder> added = encoders();
    private final Set<String> removed = new HashSet<>();
    private final Count count = new Count();
  }

  /** @param ends of the history that is loaded first, then of each day, ascending, UTC seconds */
  HistoryLoad(ClickHouse clickHouse, MarketSimulator simulator, long... ends) {
    this.clickHouse = clickHouse;
    this.simulator = simulator;
    this.ends = ends.clone();
    history.putAll(encoders());
    for (int day = 1; day < ends.length; day++) {
      days.add(new Day());
    }
  }

  private static Map<String, RecordEncoder> encoders() {
    Contracts contracts = Contracts.builtIn();
    Map<String, RecordEncoder> encoders = new LinkedHashMap<>();
    streams().forEach(stream -> encoders.put(stream.name(), new RecordEncoder(stream, contracts)));
    return encoders;
  }

  /** Returns the fence of a day, from 1 on. */
  static long fence(int day) {
    return HISTORY + day;
  }

  /** Inserts the history; returns when all of it is stored. */
  Loaded loadHistory() {
    encode(simulator.conditions());
    insertEncoded();
    CatalogueLoad catalogue = new CatalogueLoad(clickHouse, simulator.catalogue());
    catalogue.insert(HISTORY, ends[0], event -> event.createdAt() <= ends[0]);
    simulator.forEachPart(FILLS_OF_PART, part -> {
      part.tables().forEach(this::encode);
      insertEncoded();
    });
    inserting.join();
    return new Loaded(loaded.fills, loaded.positionEvents, 0, loaded.conditions);
  }

  /** Inserts a day, from 1 on, after the one before. */
  Loaded loadDay(int number) {
    Day day = days.get(number - 1);
    if (!day.removed.isEmpty()) {
      clickHouse.execute(Sql.load("dev/bench/tombstone-trades"), Map.of("fence", fence(number), "ids", List.copyOf(day.removed)));
    }
    day.added.values().forEach(encoder -> encoder.take().insert(clickHouse));
    new CatalogueLoad(clickHouse, simulator.catalogue()).insert(fence(number), ends[number], event -> changesIn(number, event));
    return new Loaded(day.count.fills, day.count.positionEvents, day.removed.size(), day.count.conditions);
  }

  private boolean changesIn(int day, Dataset.Event event) {
    return isIn(day, event.createdAt()) || event.endsAt() != null && isIn(day, event.endsAt());
  }

  private boolean isIn(int day, long time) {
    return time > ends[day - 1] && time <= ends[day];
  }

  /** Encodes what is there at the end of the history, and for each day what is there at its end and was not, or was another version, before. */
  private void encode(EntityTable table) {
    String name = table.type().name();
    List<String> fields = fields(table.type());
    int[] columns = fields.stream().mapToInt(table.type()::indexOf).toArray();
    for (int row = 0; row < table.size(); row++) {
      if (isThere(table, row, 0)) {
        history.get(name).add(record(table, row, fields, columns), HISTORY);
        loaded.add(name);
      }
    }
    for (int day = 1; day < ends.length; day++) {
      encode(table, day, fields, columns);
    }
  }

  private void encode(EntityTable table, int number, List<String> fields, int[] columns) {
    String name = table.type().name();
    Day day = days.get(number - 1);
    Set<String> gone = new HashSet<>();
    Set<String> changed = new HashSet<>();
    for (int row = 0; row < table.size(); row++) {
      boolean before = isThere(table, row, number - 1);
      boolean after = isThere(table, row, number);
      if (after && !before) {
        day.added.get(name).add(record(table, row, fields, columns), fence(number));
        day.count.add(name);
        changed.add(table.value(row, 0).toString());
      } else if (before && !after) {
        gone.add(table.value(row, 0).toString());
      }
    }
    gone.removeAll(changed);
    if (!name.equals("Condition")) {
      day.removed.addAll(gone);
    }
  }

  private boolean isThere(EntityTable table, int row, int end) {
    long block = simulator.block(ends[end]);
    return table.block(row) <= block && block < table.removedAtBlock(row);
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
