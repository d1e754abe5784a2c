package io.cascadian.ingest;

import io.cascadian.source.Cursor;
import io.cascadian.source.StreamDefinition;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every two seconds how far a stream has been read, how fast, and how long the rest will take. Used by one thread. */
final class StreamProgress {

  private static final Logger LOG = LoggerFactory.getLogger(StreamProgress.class);
  private static final long INTERVAL_NANOS = 2_000_000_000L;

  private final StreamDefinition stream;
  private final Long headTime;
  private final long begin = System.nanoTime();
  private long firstOrder;
  private long next = begin + INTERVAL_NANOS;

  /** @param headTime UTC seconds of the source's newest block; null when the source does not report it, and then nothing is estimated */
  StreamProgress(StreamDefinition stream, Long headTime) {
    this.stream = stream;
    this.headTime = headTime;
  }

  /** Notes where reading began. */
  void first(Cursor position) {
    firstOrder = position.order();
  }

  /** Logs the position when it is time to, and the last one of a stream that had events. */
  void reached(Cursor position, long events, boolean last) {
    long now = System.nanoTime();
    if (now < next && !(last && events > 0)) {
      return;
    }
    next = now + INTERVAL_NANOS;
    double seconds = (now - begin) / 1e9;
    LOG.info("  {}: {} events, {}/s{}{}", stream.name(), String.format(Locale.ROOT, "%,d", events), String.format(Locale.ROOT, "%,d", Math.round(events / seconds)),
        stream.byId() ? "" : ", at " + Instant.ofEpochSecond(position.order()), last ? ", up to date" : toGo(position, seconds));
  }

  /** Returns an estimate that takes the rest of the history to be as dense as the part that has been read. */
  private String toGo(Cursor position, double seconds) {
    if (stream.byId() || headTime == null || position.order() == firstOrder) {
      return "";
    }
    double part = (position.order() - firstOrder) / (double) Math.max(1, headTime - firstOrder);
    return ", " + TimeLeft.text(seconds, part);
  }

  /** Returns the seconds since reading began. */
  double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }
}
