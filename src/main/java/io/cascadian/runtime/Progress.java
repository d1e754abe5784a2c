package io.cascadian.runtime;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs lines about downloads and starts. Thread-safe. */
public final class Progress implements Consumer<String> {

  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

  @Override
  public void accept(String line) {
    LOG.info("{}", line);
  }
}
