package io.cascadian.observe;

import static net.logstash.logback.argument.StructuredArguments.entries;

import io.cascadian.health.HealthReport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each complete health report as one line of the health log. Thread-safe. */
public final class HealthLog implements Consumer<HealthReport> {

  private static final Logger LOG = LoggerFactory.getLogger(LogFiles.HEALTH);

  @Override
  public void accept(HealthReport report) {
    LOG.info("health is {}", report.overall().label(), entries(report.json()));
  }
}
