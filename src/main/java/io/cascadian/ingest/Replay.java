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
import io.cascadian.store.DeadLetterResender;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.RowBinary;
import io.cascadian.store.StepResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays dead letters: rejected records are mapped as the streams are defined now and stored when they can be, exchanges are sent to the route
 * that they failed in.
 *
 * <p>Records only of streams of events, which stay as they were delivered. A portion's rows are stored before its letters are marked; dying
 * between the two means that the next replay stores the same event ids again, which collapse. Thread-safe; rows are written under the run
 * lock, exchanges are sent without it.
 */
public final class Replay {

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClickHouse clickHouse;
  private final DeadLetters deadLetters;
  private final Contracts contracts;
  private final DeadLetterResender resender;

  /** For letters of records alone; those of exchanges are left as they are. */
  Replay(ClickHouse clickHouse, DeadLetters deadLetters, Contracts contracts) {
    this(clickHouse, deadLetters, contracts, DeadLetterResender.NONE);
  }

  /** @param resender for letters of exchanges */
  public Replay(ClickHouse clickHouse, DeadLetters deadLetters, Contracts contracts, DeadLetterResender resender) {
    this.clickHouse = clickHouse;
    this.deadLetters = deadLetters;
    this.contracts = contracts;
    this.resender = resender;
  }

  /**
   * Replays letters of records.
   *
   * @param streams that the routes define
   * @param which of the open ones
   * @return {@code letters} tried, {@code exchanges} among them; {@code replayed}, {@code given_back} to the folder that their route reads, {@code rejected} again by
   *     reason; {@code skipped}, which stay open because another run was in progress; and those left alone, {@code not_replayable} by stream and {@code refusals}, the first reason of each of these streams
   * @throws ReplayRefusedException as {@link #check} does
   * @throws io.cascadian.store.StoreException when rows or marks could not be stored
   */
  public StepResult replay(List<StreamDefinition> streams, DeadLetterFilter which, FenceGuard guard) {
    check(streams, which);
    ReplayTotals totals = new ReplayTotals();
    records(streams, which, guard, true, totals);
    return totals.result();
  }

  /**
   * Sends exchanges to the routes that they failed in and waits for their end, each once at a time in all processes. The run lock must not be held: a route may
   * start a run, which takes it.
   *
   * @param which of the open ones
   * @return as {@link #replay} does
   * @throws io.cascadian.store.StoreException when what became of one could not be stored
   */
  public StepResult sendAgain(DeadLetterFilter which) {
    ReplayTotals totals = new ReplayTotals();
    exchanges(which.replayed(false).ofExchanges(true), true, totals);
    return totals.result();
  }

  /** Returns what {@link #replay} and {@link #sendAgain} would do now, without doing it. */
  public StepResult dryRun(List<StreamDefinition> streams, DeadLetterFilter which) {
    check(streams, which);
    ReplayTotals totals = new ReplayTotals();
    exchanges(which.replayed(false).ofExchanges(true), false, totals);
    records(streams, which, FenceGuard.of(0), false, totals);
    return totals.result();
  }

  /** Returns whether exchanges are all that there is to replay, so that no run is needed. */
  public boolean areExchanges(DeadLetterFilter which) {
    DeadLetterFilter open = which.replayed(false);
    return deadLetters.countByStream(open.ofExchanges(false)).isEmpty() && !deadLetters.countByStream(open.ofExchanges(true)).isEmpty();
  }

  /**
   * Checks that letters requested by name can be replayed; letters selected by a filter are skipped instead.
   *
   * @throws ReplayRefusedException when there is no letter of the id, or it or the stream is not replayed this way
   */
  public void check(List<StreamDefinition> streams, DeadLetterFilter which) {
    DeadLetter letter = which.id() == null
        ? null
        : deadLetters.find(which.id()).orElseThrow(() -> ReplayRefusedException.noSuchLetter(which.id()));
    String name = letter == null ? which.stream() : letter.stream();
    if (letter != null && letter.exchange() != null) {
      resender.refusal(letter).ifPresent(refusal -> {
        throw new ReplayRefusedException(name, "The letter cannot be sent: " + refusal);
      });
      return;
    }
    if (letter == null && name != null && !deadLetters.countByStream(which.ofExchanges(true)).isEmpty()) {
      return;
    }
    String refusal = name == null ? null : ReplayRefusedException.reason(byName(streams).get(name), name);
    if (refusal != null) {
      throw new ReplayRefusedException(name, refusal);
    }
  }

  private static Map<String, StreamDefinition> byName(List<StreamDefinition> streams) {
    return streams.stream().collect(Collectors.toMap(StreamDefinition::name, Function.identity()));
  }

  private void records(List<StreamDefinition> streams, DeadLetterFilter which, FenceGuard guard, boolean store, ReplayTotals totals) {
    Map<String, StreamDefinition> byName = byName(streams);
    DeadLetterFilter open = which.replayed(false).ofExchanges(false);
    deadLetters.countByStream(open).forEach((name, count) -> {
      String refusal = ReplayRefusedException.reason(byName.get(name), name);
      if (refusal != null) {
        totals.refused(name, count, refusal);
      } else {
        stream(byName.get(name), open.ofStream(name), guard, store, totals);
      }
    });
  }

  /** Sends letters one after the other, each marked before the next is sent; a crash between the two sends that one again. */
  private void exchanges(DeadLetterFilter which, boolean send, ReplayTotals totals) {
    long after = 0;
    for (List<DeadLetter> portion = deadLetters.next(which, after); !portion.isEmpty(); portion = deadLetters.next(which, after)) {
      after = portion.get(portion.size() - 1).id();
      for (DeadLetter letter : portion) {
        Optional<String> refusal = resender.refusal(letter);
        if (refusal.isPresent()) {
          totals.refused(letter.stream(), 1, refusal.get());
          continue;
        }
        if (send) {
          boolean claimed = deadLetters.whileClaimed(letter.id(), open -> send(open, totals));
          if (!claimed) {
            totals.refused(letter.stream(), 1, "letter " + letter.id() + " is being sent just now by another replay; wait for its end");
          }
        } else {
          totals.exchange();
          totals.replayed(1);
        }
      }
    }
  }

  private void send(DeadLetter letter, ReplayTotals totals) {
    totals.exchange();
    DeadLetter.Rejected again = null;
    boolean givenBack = false;
    try {
      DeadLetterResender.Outcome outcome = resender.resend(letter);
      if (outcome == DeadLetterResender.Outcome.SKIPPED) {
        LOG.warn("Dead letter {}: route {} did nothing, because another run was in progress; the letter stays open, replay it again later", letter.id(),
            letter.exchange().route());
        totals.skipped();
        return;
      }
      givenBack = outcome == DeadLetterResender.Outcome.GIVEN_BACK;
      DeadLetter now = deadLetters.find(letter.id()).orElseThrow();
      // a file may have been taken and rejected by now: that is the end of another delivery
      if (!givenBack && now.seen() != letter.seen()) {
        again = new DeadLetter.Rejected(now.stream(), now.reason(), now.detail(), now.payload(), now.origin());
      }
    } catch (Exception e) {
      LOG.warn("Dead letter {}: its route {} failed again; it stays open", letter.id(), letter.exchange().route(), e);
      again = new DeadLetter.Rejected(letter.stream(), letter.reason(), e.getMessage(), letter.payload(), letter.origin());
    }
    // under a claim of its own, and not under the lock that its route may have taken for a run
    deadLetters.replayed(FenceGuard.of(0), again == null ? List.of(letter) : List.of(), again == null ? Map.of() : Map.of(letter.id(), again));
    if (again != null) {
      totals.rejected(again.reason());
    } else if (givenBack) {
      totals.givenBack();
    } else {
      totals.replayed(1);
    }
  }

  private void stream(StreamDefinition stream, DeadLetterFilter which, FenceGuard guard, boolean store, ReplayTotals totals) {
    RecordMapper mapper = RecordKind.mapper(stream.target(), contracts, () -> AmmPools.load(clickHouse));
    long after = 0;
    for (List<DeadLetter> portion = deadLetters.next(which, after); !portion.isEmpty(); portion = deadLetters.next(which, after)) {
      after = portion.get(portion.size() - 1).id();
      Rows rows = new Rows();
      List<DeadLetter> stored = new ArrayList<>();
      Map<Long, DeadLetter.Rejected> again = new LinkedHashMap<>();
      for (DeadLetter letter : portion) {
        try {
          mapper.map(stream, record(letter), guard.fence(), rows);
          stored.add(letter);
        } catch (RejectedRecordException e) {
          again.put(letter.id(), new DeadLetter.Rejected(letter.stream(), e.reason(), e.getMessage(), letter.payload(), letter.origin()));
          totals.rejected(e.reason());
        }
      }
      if (store) {
        insert(rows, "replay|" + portion.get(0).id() + "|" + after + "|" + guard.fence(), guard);
        deadLetters.replayed(guard, stored, again);
      }
      totals.records(portion.size(), rows.count());
      totals.replayed(stored.size());
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

  /** Returns the record as it was delivered; its place in the stream is the end of its origin. */
  private static SourceRecord record(DeadLetter letter) throws RejectedRecordException {
    try {
      Cursor position = Cursor.parse(letter.origin().substring(letter.origin().indexOf(' ') + 1));
      return SourceRecord.of(position, JSON.readValue(letter.payload(), new TypeReference<HashMap<String, Object>>() {}));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new RejectedRecordException("bad-payload", "the payload is no record of a stream: " + e.getMessage());
    }
  }
}
