package io.cascadian.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.DeadLetters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The promise that a record which cannot become rows is kept, under the same origin however it was read. Thread-safe. */
final class RejectedRecords {

  private static final Logger LOG = LoggerFactory.getLogger(RejectedRecords.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DeadLetters deadLetters;

  RejectedRecords(DeadLetters deadLetters) {
    this.deadLetters = deadLetters;
  }

  /** @throws io.cascadian.store.StoreException when it could not be kept: the caller must stop, not lose it */
  void keep(StreamDefinition stream, SourceRecord record, RejectedRecordException rejected) {
    deadLetters.record(stream.name(), rejected.reason(), rejected.getMessage(), payload(record), stream.subgraph() + " " + record.position());
    LOG.warn("Stream {}: record {} rejected, {}: {}", stream.name(), record.position(), rejected.reason(), rejected.getMessage());
  }

  private static String payload(SourceRecord record) {
    try {
      return JSON.writeValueAsString(record.fields());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record holds more than plain values", e);
    }
  }
}
