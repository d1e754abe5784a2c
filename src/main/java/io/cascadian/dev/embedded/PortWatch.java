package io.cascadian.dev.embedded;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the wait of a thread for an engine once the engine reports that its port is in use, by an interrupt: the library that starts Postgres would wait
 * for its whole timeout. Closing it ends the watch and clears that interrupt. To be used by the waiting thread.
 */
final class PortWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PortWatch.class);

  private final Thread waiting = Thread.currentThread();
  private final Thread watch;
  private boolean over;
  private boolean interrupted;

  private PortWatch(StartLog log) {
    this.watch = new Thread(() -> run(log), "embedded-postgres-port");
    watch.setDaemon(true);
  }

  /** Begins to watch a start on behalf of the calling thread. */
  static PortWatch of(StartLog log) {
    PortWatch made = new PortWatch(log);
    made.watch.start();
    return made;
  }

  private void run(StartLog log) {
    try {
      while (!log.hasPortTaken()) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      interrupt();
    } catch (IOException e) {
      LOG.debug("The log of a start cannot be read; a port that is taken is noticed at the end of the timeout: {}", e.getMessage());
    } catch (InterruptedException e) {
      // the wait is over
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void interrupt() {
    if (!over) {
      interrupted = true;
      waiting.interrupt();
    }
  }

  @Override
  public synchronized void close() {
    over = true;
    watch.interrupt();
    if (interrupted) {
      Thread.interrupted();
    }
  }
}
