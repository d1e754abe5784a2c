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

/** Validates the routes folder of a service before the start, and reloads edited routes after it. */
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
   * Validates the folder, and logs its warnings.
   *
   * @throws BadRoutesException when a file has a problem
   * @throws SettingsException when there is no such folder, or an option of Camel is invalid
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
    // ids of streams and steps are used in logs and responses, where they must not be masked
    Redaction.learn(checked.routes().stream().map(CheckedRoutes.Summary::id).toList());
    checked.texts().ignored().forEach(file -> LOG.warn("Routes: a file of the folder is ignored: {}", file.text()));
    checked.warnings().forEach(warning -> LOG.warn("Routes: {}", warning.warning()));
    return new RouteDeployment(settings, folder, validator, checked, environment);
  }

  /** Returns the folder of the settings. */
  public static RouteFolder folder(Settings settings) {
    Path path = settings.path(RouteSettings.ROUTES_DIR);
    if (!Files.isDirectory(path)) {
      throw new SettingsException(List.of("ROUTES_DIR: there is no folder '" + path + "'; start in the project's folder or name it"));
    }
    return new RouteFolder(path);
  }

  /** Returns the beans, placeholders and rules against which routes are validated. */
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
   * Returns the problems of Camel's options in {@code application.properties}, the system properties and the environment, a line each.
   */
  public static List<String> camelOptions(Settings settings) {
    PropertiesFile file = PropertiesFile.ofWorkingDirectory();
    Map<String, String> system = System.getProperties().stringPropertyNames().stream().collect(Collectors.toMap(name -> name, System::getProperty));
    boolean some = Stream.of(file.values(), system).flatMap(values -> values.keySet().stream()).anyMatch(key -> key.startsWith("camel."))
        || System.getenv().keySet().stream().anyMatch(name -> name.startsWith("CAMEL_"));
    if (!some) {
      // loading Camel's catalogue takes longer than everything else here
      return List.of();
    }
    CamelOptions options = new CamelOptions(Extensions.loader(settings));
    return Stream.concat(options.problems(file.text(), file.values(), HttpAddress.DECIDED).stream().map(RouteProblem::text),
        options.problemsOfProcess(system, System.getenv(), HttpAddress.DECIDED).stream()).toList();
  }

  /** @throws SettingsException when an option of Camel is invalid */
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

  /** Configures Camel to load only the validated files, and adds a readiness check of later edits. */
  void configure(Main main) {
    core.builders().forEach(main.configure()::addRoutesBuilder);
    main.configure().withRoutesIncludePattern(
        checked.texts().files().keySet().stream().map(name -> "file:" + folder.path().resolve(name)).collect(Collectors.joining(",")));
    main.configure().withRoutesReloadEnabled(false);
    main.addMainListener(new MainListenerSupport() {
      @Override
      public void beforeConfigure(BaseMainSupport support) {
        support.getCamelContext().setApplicationContextClassLoader(Extensions.loader(settings));
        // a placeholder is the program's setting, such as a path that was converted for an endpoint, even if an environment variable has its name
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

  /** Returns the ids of the core routes, which also a process for one run has. */
  Set<String> coreRouteIds() {
    return core.routeIds();
  }

  /** Starts polling for edits if the settings enable it; see {@link RouteReload} for {@code afterChange}. */
  void started(Main main, Runnable afterChange) {
    RouteSettings read = RouteSettings.of(settings);
    RouteReload begun = new RouteReload(folder, validator, checked, (ModelCamelContext) main.getCamelContext(), afterChange)
        .waitingAtMost(read.maxWait(), runLock);
    reload = read.reload() ? begun.every(read.pollInterval()) : begun;
  }

  /** Returns the number of files because of which the last edit was rejected. */
  int rejected() {
    return status().rejectedFiles();
  }

  /** Returns the state of the folder; empty before the first poll. */
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
