package io.cascadian.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records of a stream that a run could not use, and makes dead letters of them page by page.
 *
 * <p>They are stored before the cursor may move past them. A few are bad records; very many are another schema than the one that the stream was written
 * for, and stop it. Used by one thread.
 */
final class Rejections {

  private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StreamDefinition stream;
  private final long most;
  private final Map<String, Long> byReason = new TreeMap<>();
  private final List<DeadLetter.Rejected> page = new ArrayList<>();
  private long count;

  /** @param most how many a run may reject before the stream stops */
  Rejections(StreamDefinition stream, long most) {
    this.stream = stream;
    this.most = most;
  }

  /** Notes a record; {@link #take} hands it out. */
  void add(SourceRecord record, RejectedRecordException why) {
    count++;
    byReason.merge(why.reason(), 1L, Long::sum);
    page.add(new DeadLetter.Rejected(
        stream.name(), why.reason(), why.getMessage(), payload(record), stream.origin() + " " + record.position()));
  }

  /** Hands out what was noted since the last call; the caller stores it. */
  List<DeadLetter.Rejected> take() {
    List<DeadLetter.Rejected> taken = List.copyOf(page);
    page.clear();
    return taken;
  }

  /**
   * Logs that a page's rejected records are in the dead letters.
   *
   * @throws SourceBrokenException when the run has rejected too many
   */
  void stored(List<DeadLetter.Rejected> letters) throws SourceBrokenException {
    DeadLetter.Rejected first = letters.get(0);
    LOG.warn("Stream {}: rejected records, stored as dead letters: {}; the first at {}: {}: {}",
        stream.name(), letters.size(), first.origin(), first.reason(), first.detail());
    if (count > most) {
      throw new SourceBrokenException(stream.endpoint(), "rejected records of this run: " + count + " " + byReason + ", more than"
          + " INGEST_MAX_REJECTED allows: the source's schema is not what the stream's fields ask for; what was rejected is in the dead letters and can"
          + " be replayed");
    }
  }

  /**
   * Stores what was noted since the last call.
   *
   * @throws io.cascadian.store.StoreException when it could not be stored: then the stream must stop, or the records would be lost
   * @throws SourceBrokenException when there have been too many; what was noted is stored all the same
   */
  void store(DeadLetters deadLetters) throws SourceBrokenException {
    List<DeadLetter.Rejected> letters = take();
    if (!letters.isEmpty()) {
      deadLetters.recordAll(letters);
      stored(letters);
    }
  }

  /** Returns the counts of the whole run. */
  Map<String, Long> byReason() {
    return Collections.unmodifiableMap(byReason);
  }

  /** Returns how many the whole run rejected, those for some reasons left out. */
  long countWithout(Set<String> reasons) {
    return byReason.entrySet().stream().filter(rejected -> !reasons.contains(rejected.getKey())).mapToLong(Map.Entry::getValue).sum();
  }

  private static String payload(SourceRecord record) {
    try {
      return JSON.writeValueAsString(record.fields());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record holds more than plain values", e);
    }
  }
}
