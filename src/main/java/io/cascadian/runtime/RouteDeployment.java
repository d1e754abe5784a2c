package io.cascadian.runtime;

import io.cascadian.module.Contributions;
import io.cascadian.module.RequiredRoute;
import io.cascadian.module.RouteRule;
import io.cascadian.routes.BadRoutesException;
import io.cascadian.routes.CamelOptions;
import io.cascadian.routes.CheckedRoutes;
import io.cascadian.routes.CoreRoutes;
import io.cascadian.routes.RouteEnvironment;
import io.cascadian.routes.RouteFileScope;
import io.cascadian.routes.RouteFolder;
import io.cascadian.routes.RouteProblem;
import io.cascadian.routes.RouteReadiness;
import io.cascadian.routes.RouteReload;
import io.cascadian.routes.RouteStatus;
import io.cascadian.routes.RouteTexts;
import io.cascadian.routes.RouteValidator;
import io.cascadian.routes.ServiceRules;
import io.cascadian.secrets.Redaction;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Validates the routes folder of a service before the start, and watches it after. */
public final class RouteDeployment implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RouteDeployment.class);

  private final Settings settings;
  private final RouteFolder folder;
  private final RouteValidator validator;
  private final CheckedRoutes checked;
  private final CoreRoutes core;
  private final String runLock;
  private volatile RouteReload reload;

  private RouteDeployment(Settings settings, RouteFolder folder, RouteValidator validator, CheckedRoutes checked, RouteEnvironment environment) {
    this.settings = settings;
    this.folder = folder;
    this.validator = validator;
    this.checked = checked;
    this.core = environment.core();
    this.runLock = environment.rules().runLock();
  }

  /**
   * Validates the folder before anything is started with it.
   *
   * @throws BadRoutesException when something is wrong in it
   * @throws SettingsException when there is no such folder, or an option of Camel is wrong
   */
  static RouteDeployment check(Settings settings) {
    checkCamelOptions(settings);
    RouteFolder folder = folder(settings);
    RouteEnvironment environment = environment(settings);
    RouteValidator validator = new RouteValidator(environment);
    CheckedRoutes checked = validator.validate(read(folder));
    if (!checked.isGood()) {
      throw new BadRoutesException(checked.problems());
    }
    // ids of streams and of steps are words of logs and answers
    Redaction.learn(checked.routes().stream().map(CheckedRoutes.Summary::id).toList());
    checked.texts().ignored().forEach(file -> LOG.warn("A file beside the routes: {}", file.text()));
    checked.warnings().forEach(warning -> LOG.warn("Routes: {}", warning.warning()));
    return new RouteDeployment(settings, folder, validator, checked, environment);
  }

  /** The folder that the settings name. */
  public static RouteFolder folder(Settings settings) {
    Path path = settings.path(RouteSettings.ROUTES_DIR);
    if (!Files.isDirectory(path)) {
      throw new SettingsException(List.of("ROUTES_DIR: there is no folder '" + path + "'; start in the project's folder or name it"));
    }
    return new RouteFolder(path);
  }

  /** What routes may refer to with these settings. */
  public static RouteEnvironment environment(Settings settings) {
    Contributions modules = Modules.contributions();
    Map<String, String> properties = properties(settings, modules);
    Map<String, String> required = modules.all(RequiredRoute.class).stream().collect(Collectors.toMap(RequiredRoute::id, RequiredRoute::why));
    return new RouteEnvironment(modules.beans(), properties, RunsModule.kinds(modules), required, CoreRoutes.of(modules.routes()),
        Extensions.loader(settings), rules(modules, settings));
  }

  /** Returns the values of placeholders in routes, as they are before anything is opened. */
  static Map<String, String> properties(Settings settings, Contributions modules) {
    Map<String, String> properties = new HashMap<>(PropertiesFile.ofWorkingDirectory().values());
    properties.putAll(settings.placeholders());
    properties.putAll(modules.placeholders(settings, Optional.empty()));
    return properties;
  }

  /** Returns what the modules rely on in routes of any name. */
  private static ServiceRules rules(Contributions modules, Settings settings) {
    ServiceRules rules = ServiceRules.NONE;
    for (RouteRule rule : modules.all(RouteRule.class)) {
      rules = rule.addition().apply(rules, settings);
    }
    return rules;
  }

  /**
   * What is wrong with the options of Camel in {@code application.properties}, the system properties and the environment, a line each; empty when nothing
   * is.
   */
  public static List<String> camelOptions(Settings settings) {
    PropertiesFile file = PropertiesFile.ofWorkingDirectory();
    Map<String, String> system = System.getProperties().stringPropertyNames().stream().collect(Collectors.toMap(name -> name, System::getProperty));
    boolean some = Stream.of(file.values(), system).flatMap(values -> values.keySet().stream()).anyMatch(key -> key.startsWith("camel."))
        || System.getenv().keySet().stream().anyMatch(name -> name.startsWith("CAMEL_"));
    if (!some) {
      // reading the catalogue takes longer than all the rest
      return List.of();
    }
    CamelOptions options = new CamelOptions(Extensions.loader(settings));
    return Stream.concat(options.problems(file.text(), file.values(), HttpAddress.DECIDED).stream().map(RouteProblem::text),
        options.problemsOfProcess(system, System.getenv(), HttpAddress.DECIDED).stream()).toList();
  }

  /** @throws SettingsException when an option of Camel is wrong */
  private static void checkCamelOptions(Settings settings) {
    List<String> problems = camelOptions(settings);
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  private static RouteTexts read(RouteFolder folder) {
    try {
      return folder.read();
    } catch (IOException e) {
      throw new UncheckedIOException("the routes cannot be read: " + e, e);
    }
  }

  /** Has the validated files loaded, no others, and shows Camel's readiness the state of later edits. */
  void configure(Main main) {
    core.builders().forEach(main.configure()::addRoutesBuilder);
    main.configure().withRoutesIncludePattern(
        checked.texts().files().keySet().stream().map(name -> "file:" + folder.path().resolve(name)).collect(Collectors.joining(",")));
    main.configure().withRoutesReloadEnabled(false);
    main.addMainListener(new MainListenerSupport() {
      @Override
      public void beforeConfigure(BaseMainSupport support) {
        support.getCamelContext().setApplicationContextClassLoader(Extensions.loader(settings));
        // a placeholder is the setting as the program has it, such as a path made fit for an address, also where a variable of the environment has its name
        ((PropertiesComponent) support.getCamelContext().getPropertiesComponent())
            .setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
      }
    });
    List<Path> jars = Extensions.jars(settings);
    if (!jars.isEmpty()) {
      LOG.info("Extensions for routes: {}", jars.stream().map(jar -> jar.getFileName().toString()).collect(Collectors.joining(", ")));
    }
    main.bind("routeFileScope", new RouteFileScope());
    main.bind("route-edits", new RouteReadiness(this::status));
  }

  /** The routes of the program itself, which are there also in a process that stays only for one run. */
  Set<String> coreRouteIds() {
    return core.routeIds();
  }

  /** Begins to watch, when the settings want it; see {@link RouteReload} for what is run after a change. */
  void started(Main main, Runnable afterChange) {
    RouteSettings read = RouteSettings.of(settings);
    RouteReload begun = new RouteReload(folder, validator, checked, (ModelCamelContext) main.getCamelContext(), afterChange)
        .waitingAtMost(read.maxWait(), runLock);
    reload = read.reload() ? begun.every(read.pollInterval()) : begun;
  }

  /** How many files keep the folder's last edit from being taken. */
  int rejected() {
    return status().rejectedFiles();
  }

  /** Before the first poll there is nothing to report. */
  RouteStatus status() {
    RouteReload now = reload;
    return now != null ? now.status() : new RouteStatus(List.of(), List.of(), checked.texts().ignored(), checked.warnings(), Set.of(), Optional.empty(), Instant.now(),
        Optional.empty(), Optional.empty());
  }

  @Override
  public void close() {
    if (reload != null) {
      reload.close();
    }
  }
}
