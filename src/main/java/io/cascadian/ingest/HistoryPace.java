package io.cascadian.ingest;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs position, rate and remaining time of work on history every few seconds. Not thread-safe. */
final class HistoryPace {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryPace.class);
  private static final long PROGRESS_NANOS = 2_000_000_000L;

  private final String what;
  private final long total;
  private final long begin = System.nanoTime();
  private long next = begin + PROGRESS_NANOS;
  private long done;
  private long events;

  /** @param total seconds of history to be done */
  HistoryPace(String what, long total) {
    this.what = what;
    this.total = total;
  }

  /** Notes that a part is done. */
  void done(Window stretch, long found) {
    done += stretch.seconds();
    events += found;
    long now = System.nanoTime();
    if (now < next && done < total) {
      return;
    }
    next = now + PROGRESS_NANOS;
    double seconds = Math.max(1e-3, (now - begin) / 1e9);
    LOG.info("  {}: at {}, {} % of the stretch, {} events, {}/s, {}", what, stretch.end(), done * 100 / Math.max(1, total),
        number(events), number(Math.round(events / seconds)),
        done >= total ? "done" : TimeLeft.text(seconds, (double) done / total));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
