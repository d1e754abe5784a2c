package io.cascadian.ingest;

import io.cascadian.source.Cursor;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.Sql;
import io.cascadian.store.StepResult;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tombstones events after a given time, so that the next run reads them again and every number follows.
 *
 * <p>Entities without time, such as resolutions, stay. A cursor goes back before its events are tombstoned: cut off in between, the next run
 * reads them again and nothing is lost. Called under the run lock; not thread-safe.
 */
public final class Rollback {

  /** Name of the detail of a result that counts the events that were tombstoned, or would be. */
  public static final String EVENTS = "events";

  private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

  private final ClickHouse clickHouse;
  private final Cursors cursors;
  private final HistoryProgress progress;
  private final StoredEvents stored;
  private final Clock clock;

  public Rollback(ClickHouse clickHouse, Postgres postgres, Clock clock) {
    this.clickHouse = clickHouse;
    this.cursors = new Cursors(postgres);
    this.progress = new HistoryProgress(postgres);
    this.stored = new StoredEvents(clickHouse);
    this.clock = clock;
  }

  /**
   * Rolls the streams back to a time; events of that second stay.
   *
   * @param dryRun whether to report only what would be tombstoned
   * @param everything whether the cutoff may lie before the first stored event
   * @throws RollbackRefusedException when the cutoff lies in the future, or before the first event and {@code everything} is false
   */
  public StepResult to(Instant cutoff, List<StreamDefinition> streams, FenceGuard guard, boolean dryRun, boolean everything) {
    if (cutoff.isAfter(clock.instant())) {
      throw new RollbackRefusedException(cutoff, "lies in the future: nothing has happened after it");
    }
    long second = cutoff.getEpochSecond();
    Map<StreamDefinition, StreamRows> events = new LinkedHashMap<>();
    streams.forEach(stream -> StreamRows.of(stream).ifPresent(rows -> events.put(stream, rows)));
    OptionalLong first = events.values().stream().map(rows -> stored.after(rows, 0)).filter(extent -> extent.events() > 0)
        .mapToLong(StoredEvents.Extent::first).min();
    if (!everything && first.isPresent() && second < first.getAsLong()) {
      throw new RollbackRefusedException(cutoff, "lies before the first stored event, " + Instant.ofEpochSecond(first.getAsLong())
          + ": all history would be tombstoned; repeat with --yes to do that");
    }
    Map<String, Object> byStream = new LinkedHashMap<>();
    long tombstoned = 0;
    for (Map.Entry<StreamDefinition, StreamRows> stream : events.entrySet()) {
      long after = stored.after(stream.getValue(), second).events();
      if (!dryRun) {
        tombstone(stream.getKey().name(), stream.getValue(), second, after, guard);
      }
      LOG.info("  {}: {} after {}: {}", stream.getKey().name(), dryRun ? "events that would be tombstoned" : "tombstoned events", Instant.ofEpochSecond(second), after);
      byStream.put(stream.getKey().name(), after);
      tombstoned += after;
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("cutoff", Instant.ofEpochSecond(second).toString());
    details.put(EVENTS, tombstoned);
    details.put("dry_run", dryRun);
    details.put("streams", byStream);
    return new StepResult(dryRun ? 0 : tombstoned, details);
  }

  private void tombstone(String stream, StreamRows rows, long second, long events, FenceGuard guard) {
    if (events > 0) {
      // before the cursor is set back: a run that finds it there looks for what was stored after that only. A note too many changes nothing
      stored.noteReread(rows, new Cursor(second, ""), 0, guard.fence());
    }
    cursors.setBack(guard, stream, new Cursor(second + 1, ""), events);
    progress.forget(guard, stream, second);
    if (events > 0) {
      Map<String, Object> parameters = rows.parameters();
      parameters.put("after", second);
      parameters.put("fence", guard.fence());
      guard.check();
      clickHouse.execute(Sql.load("ingest/tombstone-after-" + rows.sql()), parameters);
    }
  }
}
