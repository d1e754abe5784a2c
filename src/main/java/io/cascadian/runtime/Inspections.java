package io.cascadian.runtime;

import io.cascadian.health.HealthReport;
import io.cascadian.module.CheckContext;
import io.cascadian.nightly.Gate;
import io.cascadian.publish.Publisher;
import io.cascadian.publish.RetainedBuild;
import io.cascadian.settings.Settings;
import java.util.List;
import java.util.Optional;

/** Answers what commands ask without starting the service. Changes nothing. */
public final class Inspections {

  private Inspections() {}

  /**
   * Holds a health report and who made it.
   *
   * @param serviceUrl of the service that made it; empty where this process did
   * @param differing names of the settings by which this process and the service on the data directory differ: those that only the service was given, or, where
   *     this process made the report, those that made it do so
   */
  public record MadeReport(HealthReport report, Optional<String> serviceUrl, List<String> differing) {}

  /**
   * Returns the health report of the service that runs on the data directory, unless this process was given a setting with another value. Where there is no
   * service, or it does not answer within seconds, this process checks the configured stores and source itself. Changes nothing and comes within half a
   * minute, whatever does not answer; but for the first use of a data directory, which fetches the embedded databases and reports that.
   *
   * @param direct checks by this process also where a service runs; its report has the addresses that answers over HTTP leave out
   */
  public static MadeReport health(Settings settings, boolean direct) {
    return StandaloneHealth.take(settings, direct);
  }

  /**
   * Evaluates all gates over all data. Changes nothing.
   *
   * @throws SchemaBehindException when the databases lack tables for that
   */
  public static List<Gate> gates(Settings settings) {
    try (Stores stores = Stores.openToRead(settings, new Progress())) {
      CheckContext context = new CheckContext(settings, stores.clickHouse(), stores.postgres(), null, null, Optional::empty);
      return Gates.of(Modules.contributions(), context).all();
    }
  }

  /**
   * Returns the published build and those that can be rolled back to. Changes nothing.
   *
   * @throws SchemaBehindException when the databases lack tables for that
   */
  public static List<RetainedBuild> retainedBuilds(Settings settings) {
    try (Stores stores = Stores.openToRead(settings, new Progress())) {
      return new Publisher(stores.clickHouse(), stores.postgres(), PublishModule.tables(Modules.contributions()), Publisher.RETAINED_BUILDS).retained();
    }
  }
}
