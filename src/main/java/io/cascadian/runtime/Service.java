package io.cascadian.runtime;

import io.cascadian.api.ApiServerFactory;
import io.cascadian.exchange.ServiceCamelContext;
import io.cascadian.module.Components;
import io.cascadian.nightly.Maintenance;
import io.cascadian.nightly.Nightly;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.StepRecorder;
import io.cascadian.nightly.StreamRoutes;
import io.cascadian.observe.LogFiles;
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
 * <p>Closing it stops the routes, waits for steps in progress, and stops everything that it started. A run with unfinished steps stays open and is resumed
 * by the next start. Closing again does nothing.
 */
public final class Service implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  /** How long a shutdown waits for steps in progress. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  private final Settings settings;
  private final Components components;
  private final Main main;
  private final String url;
  private final Closer opened;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final RouteDeployment routes;

  private Service(Settings settings, Closer opened, Components components, Main main, String url, RouteDeployment routes) {
    this.settings = settings;
    this.opened = opened;
    this.components = components;
    this.main = main;
    this.url = url;
    this.routes = routes;
  }

  /**
   * Opens the stores, migrates them, and starts the routes. On a failure everything started so far is stopped.
   *
   * @param listen whether to start the HTTP server and the schedule, which a single run on the command line does not need
   */
  public static Service start(Settings settings, PrintStream console, boolean listen) throws Exception {
    Closer opened = new Closer();
    opened.add(logFiles(settings));
    try {
      return start(settings, console, listen, opened);
    } catch (Exception | Error e) {
      // logged here, so that the last line of the log file shows the reason
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

  private static Service start(Settings settings, PrintStream console, boolean listen, Closer opened) throws Exception {
    settings.warnings().forEach(LOG::warn);
    LOG.info("{} settings are set, the others have their defaults: 'cascadian settings' shows all, --given those that are set",
        settings.views().stream().filter(SettingView::isGiven).count());
    DeveloperKit.requireForUnset(settings);
    // validated before anything is started, also for a single run
    RouteDeployment routes = opened.add(RouteDeployment.check(settings));
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
      RunningService.find(dataDir).ifPresent(other -> warnAboutOtherService(other, dataDir, source));
      opened.add(() -> RunningService.remove(dataDir, instance));
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
      RunningService.ofThisProcess(instance, url, SettingsComparison.given(settings), source.isSandbox() ? source : null).write(dataDir);
    }
    return new Service(settings, opened, components, main, url, routes);
  }

  private static void warnAboutOtherService(RunningService other, Path dataDir, Source source) {
    LOG.warn("Another service, process {} at {}, runs on the data directory {}: each run and each firing of the schedule is executed by one of them, and"
        + " commands use the other one while it runs. Stop one of them unless you want two", other.pid(), other.url(), dataDir);
    if (other.sandboxUrl() != null && other.sandboxUrl().equals(source.url())) {
      LOG.warn("The sandbox source belongs to the other service: when that stops, runs of this one fail; then restart this one");
    }
  }

  private static void stop(Main main) {
    main.stop();
    if (main.getCamelContext() != null) {
      // Main does not stop a context whose start failed
      main.getCamelContext().stop();
    }
  }

  private static Main main(Settings settings, Components components, HttpAddress address, RouteDeployment edits) {
    Main main = new Main() {
      @Override
      protected CamelContext createCamelContext() {
        return new ServiceCamelContext(registry);
      }
    };
    main.configure().setName("cascadian");
    edits.configure(main);
    main.configure().withShutdownTimeout((int) STOP_TIMEOUT.toSeconds());
    main.setDefaultPropertyPlaceholderLocation("file:application.properties;optional=true");
    Properties properties = new Properties();
    properties.putAll(settings.placeholders());
    // defaults, which application.properties overrides
    main.addInitialProperty("camel.main.startupSummaryLevel", "Off");
    // a management bean for every processor of every route takes a sixth of the CPU of a short run
    main.addInitialProperty("camel.main.jmxEnabled", "false");
    // its series have endpoint URIs as labels, and so the addresses of sources
    main.addInitialProperty("camel.metrics.enableExchangeEventNotifier", "false");
    main.addInitialProperty("camel.metrics.binders", "jvm-memory,jvm-gc,jvm-thread,processor,uptime");
    // reloading a route must not reset the counters of the service
    main.addInitialProperty("camel.metrics.clearOnReload", "false");
    // routes called by rest definitions stay editable
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

  /** Returns the URL of the HTTP server, such as {@code http://127.0.0.1:8080}. */
  public String url() {
    return url;
  }

  /**
   * Starts a nightly run and waits for its end.
   *
   * @throws RunLeftOpenException when the service was closed before the last step; the next start resumes the run
   * @throws IllegalStateException when there is no record: the run could not start, or could not be closed and is resumed by the next start
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
      throw new IllegalStateException("the nightly run ended early: " + (failure == null ? "it has no record" : failure.getMessage()), failure);
    }
    return run;
  }

  /** Returns a sentence with the time of the next scheduled run, or the reason why there is none. */
  public String nextNightly() {
    try {
      return components.get(Schedule.class).status(main.getCamelContext()).sentence();
    } catch (StoreException | ScheduleException e) {
      return "The time of the next nightly run is unknown: " + e.getMessage();
    }
  }

  /** Returns the streams that routes define, ordered by name. */
  public List<StreamDefinition> streams() {
    return StreamRoutes.definitions(main.getCamelContext());
  }

  /**
   * Executes work on history under the run lock and prints its summary.
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

  /** Returns whether the service starts with a nightly run. */
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
    LOG.info("Stopping: no new work is accepted; waiting up to {} s for steps in progress", STOP_TIMEOUT.toSeconds());
    try {
      components.get(Schedule.class).ending(main.getCamelContext());
      routes.close();
      if (!components.get(StepRecorder.class).awaitIdle(STOP_TIMEOUT)) {
        // the timeout is used up; Camel must not wait as long again
        main.getCamelContext().getShutdownStrategy().setTimeout(1);
      }
    } finally {
      opened.close();
    }
  }
}
