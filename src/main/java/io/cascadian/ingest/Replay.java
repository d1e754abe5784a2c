package io.cascadian.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.ingest.Rows.Table;
import io.cascadian.source.Cursor;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.RowBinary;
import io.cascadian.store.StepResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Second tries for rejected records: what was kept of them is mapped again, as the streams are defined now, and stored when it can be.
 *
 * <p>Only for streams of events, which stay as they were delivered. A portion's rows are stored before its letters are marked; dying
 * between the two means that the next replay stores the same event ids again, which collapse. Thread-safe; writing goes on under the run
 * lock.
 */
public final class Replay {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClickHouse clickHouse;
  private final DeadLetters deadLetters;
  private final Contracts contracts;

  public Replay(ClickHouse clickHouse, DeadLetters deadLetters, Contracts contracts) {
    this.clickHouse = clickHouse;
    this.deadLetters = deadLetters;
    this.contracts = contracts;
  }

  /**
   * Replays letters.
   *
   * @param streams that the routes define
   * @param which of the open ones
   * @return {@code letters} tried, {@code replayed}, {@code rejected} again by reason, {@code not_replayable} by stream
   * @throws ReplayRefusedException as {@link #check} does
   * @throws io.cascadian.store.StoreException when rows or marks could not be stored
   */
  public StepResult replay(List<StreamDefinition> streams, DeadLetterFilter which, FenceGuard guard) {
    return run(streams, which, guard, true);
  }

  /** What {@link #replay} would do now, without doing it. */
  public StepResult dryRun(List<StreamDefinition> streams, DeadLetterFilter which) {
    return run(streams, which, FenceGuard.of(0), false);
  }

  /**
   * Makes sure that what is asked for by name can be replayed; letters that are only among others are left alone instead.
   *
   * @throws ReplayRefusedException when there is no letter of the id, or it or the stream is not replayed this way
   */
  public void check(List<StreamDefinition> streams, DeadLetterFilter which) {
    String name = which.id() == null
        ? which.stream()
        : deadLetters.find(which.id()).orElseThrow(() -> ReplayRefusedException.noSuchLetter(which.id())).stream();
    String refusal = name == null ? null : ReplayRefusedException.reason(byName(streams).get(name), name);
    if (refusal != null) {
      throw new ReplayRefusedException(name, refusal);
    }
  }

  private static Map<String, StreamDefinition> byName(List<StreamDefinition> streams) {
    return streams.stream().collect(Collectors.toMap(StreamDefinition::name, Function.identity()));
  }

  private StepResult run(List<StreamDefinition> streams, DeadLetterFilter which, FenceGuard guard, boolean store) {
    check(streams, which);
    Map<String, StreamDefinition> byName = byName(streams);
    DeadLetterFilter open = which.replayed(false);
    Map<String, Long> notReplayable = new TreeMap<>();
    Totals totals = new Totals();
    deadLetters.countByStream(open).forEach((name, count) -> {
      if (ReplayRefusedException.reason(byName.get(name), name) != null) {
        notReplayable.put(name, count);
      } else {
        stream(byName.get(name), open.ofStream(name), guard, store, totals);
      }
    });
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("letters", totals.letters);
    details.put("replayed", totals.replayed);
    details.put("rejected", totals.rejected);
    details.put("not_replayable", notReplayable);
    return new StepResult(totals.rows, details);
  }

  private static final class Totals {
    private final Map<String, Long> rejected = new TreeMap<>();
    private long letters;
    private long replayed;
    private long rows;
  }

  private void stream(StreamDefinition stream, DeadLetterFilter which, FenceGuard guard, boolean store, Totals totals) {
    RecordMapper mapper = RecordMapper.of(stream.target(), contracts.exchanges(), () -> AmmPools.load(clickHouse));
    long after = 0;
    for (List<DeadLetter> portion = deadLetters.next(which, after); !portion.isEmpty(); portion = deadLetters.next(which, after)) {
      after = portion.get(portion.size() - 1).id();
      Rows rows = new Rows();
      List<Long> stored = new ArrayList<>();
      Map<Long, DeadLetter.Rejected> again = new LinkedHashMap<>();
      for (DeadLetter letter : portion) {
        try {
          mapper.map(stream, record(letter), guard.fence(), rows);
          stored.add(letter.id());
        } catch (RejectedRecordException e) {
          again.put(letter.id(), new DeadLetter.Rejected(letter.stream(), e.reason(), e.getMessage(), letter.payload(), letter.origin()));
          totals.rejected.merge(e.reason(), 1L, Long::sum);
        }
      }
      if (store) {
        insert(rows, "replay|" + portion.get(0).id() + "|" + after + "|" + guard.fence(), guard);
        deadLetters.replayed(guard, stored, again);
      }
      totals.letters += portion.size();
      totals.replayed += stored.size();
      totals.rows += rows.count();
    }
  }

  private void insert(Rows rows, String token, FenceGuard guard) {
    guard.check();
    for (Map.Entry<Table, RowBinary> table : rows.encoded().entrySet()) {
      if (table.getValue().rows() > 0) {
        clickHouse.insert(table.getKey().table(), table.getKey().columns(), token, table.getValue()::writeTo);
      }
    }
  }

  /** The record as it was delivered; its place in the stream is the end of its origin. */
  private static SourceRecord record(DeadLetter letter) throws RejectedRecordException {
    try {
      Cursor position = Cursor.parse(letter.origin().substring(letter.origin().indexOf(' ') + 1));
      return SourceRecord.of(position, JSON.readValue(letter.payload(), new TypeReference<HashMap<String, Object>>() {}));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new RejectedRecordException("bad-payload", "what was kept is no record of a stream: " + e.getMessage());
    }
  }
}
