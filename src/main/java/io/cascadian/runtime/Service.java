package io.cascadian.runtime;

import io.cascadian.api.ApiServerFactory;
import io.cascadian.health.HealthReport;
import io.cascadian.module.CheckContext;
import io.cascadian.module.Components;
import io.cascadian.nightly.Gate;
import io.cascadian.nightly.Maintenance;
import io.cascadian.nightly.Nightly;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.StepRecorder;
import io.cascadian.nightly.StreamRoutes;
import io.cascadian.observe.LogFiles;
import io.cascadian.publish.Publisher;
import io.cascadian.publish.RetainedBuild;
import io.cascadian.schedule.Schedule;
import io.cascadian.schedule.ScheduleException;
import io.cascadian.settings.SettingView;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.StoreException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the service: stores, modules and routes, from start to shutdown.
 *
 * <p>Closing it stops the routes, lets steps in progress end, and stops what was started for it; a run whose steps are not all done stays open
 * and is resumed by the next start. Closing again does nothing.
 */
public final class Service implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  /** How long a step in progress may take to end when the service is stopped. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  private final Settings settings;
  private final Components components;
  private final Main main;
  private final String url;
  private final OpenParts opened;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final RouteEdits routes;

  private Service(Settings settings, OpenParts opened, Components components, Main main, String url, RouteEdits routes) {
    this.settings = settings;
    this.opened = opened;
    this.components = components;
    this.main = main;
    this.url = url;
    this.routes = routes;
  }

  /**
   * Opens the stores, brings them up to date, and starts the routes. Where that fails, everything that was started is stopped again.
   *
   * @param listen whether the HTTP server and the schedule are started as well; a single run on the command line needs neither
   */
  public static Service start(Settings settings, PrintStream console, boolean listen) throws Exception {
    OpenParts opened = new OpenParts();
    opened.add(logFiles(settings));
    try {
      return start(settings, console, listen, opened);
    } catch (Exception | Error e) {
      // the last line of the log is the reason why there are no more
      LOG.error("The service did not start: {}", e.getMessage());
      opened.closeAfter(e);
      throw e;
    }
  }

  private static LogFiles logFiles(Settings settings) {
    try {
      return LogFiles.open(settings.path(ServiceSettings.LOG_DIR), LogFiles.Limits.usual());
    } catch (UncheckedIOException e) {
      throw new SettingsException(List.of("LOG_DIR: " + e.getMessage()));
    }
  }

  private static Service start(Settings settings, PrintStream console, boolean listen, OpenParts opened) throws Exception {
    settings.warnings().forEach(LOG::warn);
    LOG.info("{} settings are given, for the others the defaults count: 'cascadian settings' shows all, --given those",
        settings.views().stream().filter(SettingView::isGiven).count());
    // before anything is started with them, in a single run as well: what routes must not do does not depend on who starts them
    RouteEdits routes = opened.add(RouteEdits.check(settings));
    HttpAddress address = listen ? HttpAddress.of(settings) : null;
    AtomicReference<ApiServerFactory> server = new AtomicReference<>();
    Path dataDir = settings.path(StoreSettings.DATA_DIR);
    Components components = opened.add(Assembly.open(settings, console, routes, () -> address != null
        ? Optional.ofNullable(server.get()).flatMap(ApiServerFactory::port).map(address::url)
        : RunningService.find(dataDir).map(RunningService::url))).components();
    server.set(components.get(ApiServerFactory.class));
    Source source = components.get(Source.class);
    String instance = components.get(Instance.class).name();
    LOG.info("This is process {} on host {}", instance, components.get(Instance.class).host());
    if (address != null) {
      RunningService.find(dataDir).ifPresent(other -> besides(other, dataDir, source));
      opened.add(() -> RunningService.gone(dataDir, instance));
    }
    opened.add(components.get(StepRecorder.class)::detach);
    Main main = main(settings, components, address, routes);
    opened.add(() -> stop(main));
    main.start();
    String url = null;
    if (address != null) {
      url = address.url(server.get().port().orElseThrow());
      components.start();
      components.afterRoutes(main.getCamelContext());
      routes.started(main, () -> components.afterRoutes(main.getCamelContext()));
      RunningService.ofThisProcess(instance, url, source.isSandbox() ? source.url() : null,
          source.isSandbox() ? source.gammaUrl() : null).write(dataDir);
    }
    return new Service(settings, opened, components, main, url, routes);
  }

  private static void besides(RunningService other, Path dataDir, Source source) {
    LOG.warn("Another service, process {} at {}, runs on the data directory {}: each run and each firing of the schedule is done by one of them, and"
        + " commands ask the other one while it runs. Stop one of them unless you want two", other.pid(), other.url(), dataDir);
    if (other.sandboxUrl() != null && other.sandboxUrl().equals(source.url())) {
      LOG.warn("The sandbox source is the other service's: when that ends, runs of this one fail until it is started again");
    }
  }

  private static void stop(Main main) {
    main.stop();
    if (main.getCamelContext() != null) {
      // where the start failed before there was anything to stop
      main.getCamelContext().stop();
    }
  }

  /**
   * The health report of the configured stores and source; the service itself is asked where one is running. Changes nothing and comes
   * within half a minute, whatever does not answer; but for the first use of a data directory, which fetches the embedded databases and says so.
   */
  public static HealthReport health(Settings settings) {
    return StandaloneHealth.take(settings);
  }

  /**
   * Asks all gates now, of everything. Changes nothing.
   *
   * @throws SchemaBehindException when the databases lack tables for that
   */
  public static List<Gate> gates(Settings settings) {
    try (Stores stores = Stores.openToRead(settings, new Progress())) {
      CheckContext context = new CheckContext(settings, stores.clickHouse(), stores.postgres(), null, null, Optional::empty);
      return new Gates(Modules.contributions().gates(context)).all();
    }
  }

  /**
   * Returns the published build and those that can be rolled back to. Changes nothing.
   *
   * @throws SchemaBehindException when the databases lack tables for that
   */
  public static List<RetainedBuild> retainedBuilds(Settings settings) {
    try (Stores stores = Stores.openToRead(settings, new Progress())) {
      return new Publisher(stores.clickHouse(), stores.postgres(), Modules.contributions().publishedTables(), Publisher.RETAINED_BUILDS).retained();
    }
  }

  private static Main main(Settings settings, Components components, HttpAddress address, RouteEdits edits) {
    Main main = new Main();
    main.configure().setName("cascadian");
    edits.configure(main);
    main.configure().withShutdownTimeout((int) STOP_TIMEOUT.toSeconds());
    main.setDefaultPropertyPlaceholderLocation("file:application.properties;optional=true");
    Properties properties = new Properties();
    properties.putAll(settings.placeholders());
    // defaults: application.properties counts before them
    main.addInitialProperty("camel.main.startupSummaryLevel", "Off");
    // its series are named by endpoints, and so by the addresses of sources
    main.addInitialProperty("camel.metrics.enableExchangeEventNotifier", "false");
    main.addInitialProperty("camel.metrics.binders", "jvm-memory,jvm-gc,jvm-thread,processor,uptime");
    // an edited route must not set every counter of the service back to nothing
    main.addInitialProperty("camel.metrics.clearOnReload", "false");
    // a route that is called by a rest stays one that can be edited
    properties.setProperty("camel.rest.inlineRoutes", "false");
    properties.putAll(components.contributions().placeholders(settings, Optional.of(components)));
    if (address != null) {
      address.configure(properties);
    }
    main.setOverrideProperties(properties);
    components.beans().forEach(main::bind);
    main.addMainListener(new ComponentsListener(components, address != null, edits.coreRouteIds()));
    return main;
  }

  /** Where the HTTP server listens, such as {@code http://127.0.0.1:8080}. */
  public String url() {
    return url;
  }

  /**
   * Starts a nightly run and waits for its end.
   *
   * @throws RunLeftOpenException when the service was closed before its last step; the next one resumes it
   * @throws IllegalStateException when it ended without a record: it could not begin, or could not be closed and is resumed by the next one
   */
  public RunRecord nightly(String trigger) {
    CamelContext context = main.getCamelContext();
    Exchange exchange = context.createProducerTemplate()
        .request("direct:nightly", e -> e.getMessage().setHeader("trigger", trigger));
    Throwable failure = exchange.getException() != null ? exchange.getException() : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    RunRecord run = exchange.getException() != null ? null : exchange.getMessage().getBody(RunRecord.class);
    if (Nightly.isLeftOpen(exchange)) {
      throw new RunLeftOpenException();
    }
    if (run == null) {
      throw new IllegalStateException("the nightly run ended early: " + (failure == null ? "nothing was recorded of it" : failure.getMessage()), failure);
    }
    return run;
  }

  /** Returns, for a person, when the next nightly run starts by itself, or why none does. */
  public String nextNightly() {
    try {
      return components.get(Schedule.class).status(main.getCamelContext()).sentence();
    } catch (StoreException | ScheduleException e) {
      return "When the next nightly run starts is not known: " + e.getMessage();
    }
  }

  /** The streams that the routes define, in the order of their names. */
  public List<StreamDefinition> streams() {
    return StreamRoutes.definitions(main.getCamelContext());
  }

  /**
   * Does work on history under the run lock and prints its summary.
   *
   * @param kind such as {@code backfill}
   */
  public RunRecord maintain(String kind, String trigger, Maintenance.Work work) {
    return components.get(Maintenance.class).run(kind, trigger, work);
  }

  /** Returns the parts of all modules, for commands. */
  public Components components() {
    return components;
  }

  /** Whether the service begins with a nightly run. */
  public boolean runsAtStart() {
    String atStart = settings.text(RunSettings.NIGHTLY_AT_START);
    return atStart.equals("true") || (atStart.equals("auto") && settings.optional(SourceSettings.SOURCE_URL).isEmpty());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    components.get(StepRecorder.class).stopAccepting();
    LOG.info("Stopping: new work is refused; steps in progress may take up to {} s to end", STOP_TIMEOUT.toSeconds());
    try {
      components.get(Schedule.class).ending(main.getCamelContext());
      routes.close();
      if (!components.get(StepRecorder.class).awaitIdle(STOP_TIMEOUT)) {
        // its time is over; Camel gives it no second one
        main.getCamelContext().getShutdownStrategy().setTimeout(1);
      }
    } finally {
      opened.close();
    }
  }
}
