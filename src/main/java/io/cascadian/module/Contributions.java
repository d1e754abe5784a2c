package io.cascadian.module;

import io.cascadian.observe.Metrics;
import io.cascadian.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;

/**
 * Collects what modules contribute, in their order. Nothing is opened by that: {@link Components#open} does it later, route validation never.
 *
 * <p>Written by one thread, and only read once all modules have contributed.
 */
public final class Contributions {

  private final List<Early<?>> early = new ArrayList<>();
  private final List<Opening> openings = new ArrayList<>();
  private final Map<String, Class<?>> beans = new LinkedHashMap<>();
  private final Map<Class<? extends Record>, List<Record>> descriptors = new LinkedHashMap<>();
  private final List<Supplier<? extends RouteBuilder>> routes = new ArrayList<>();
  private final List<Placeholders> placeholders = new ArrayList<>();
  private final List<BiConsumer<Components, CamelContext>> beforeRoutes = new ArrayList<>();
  private final List<BiConsumer<Components, CamelContext>> afterRoutes = new ArrayList<>();
  private final List<Consumer<Components>> starts = new ArrayList<>();

  /** Reads a part from the settings alone. */
  record Early<T>(Class<T> type, Function<Settings, ? extends T> reader) {}

  /** Creates a part, a bean or both, and registers them. */
  @FunctionalInterface
  interface Opening {
    void open(Components components);
  }

  /** Computes placeholders of routes that are not plain settings. */
  @FunctionalInterface
  public interface Placeholders {

    /** @param components empty where routes are validated and nothing is opened */
    Map<String, String> values(Settings settings, Optional<Components> components);
  }

  /**
   * Adds a part that is read from the settings alone, before any database is opened.
   *
   * @param reader may read files that settings name; throws {@link io.cascadian.settings.SettingsException} when they cannot be used
   */
  public <T> Contributions fromSettings(Class<T> type, Function<Settings, ? extends T> reader) {
    early.add(new Early<>(type, reader));
    return this;
  }

  /** Adds a part that other modules look up by its type; whoever made what it uses closes that. */
  public <T> Contributions part(Class<T> type, Function<Components, ? extends T> maker) {
    openings.add(components -> components.put(type, maker.apply(components)));
    return this;
  }

  /** Adds a part that is closed with the service, before the parts that were opened before it. */
  public <T extends AutoCloseable> Contributions resource(Class<T> type, Function<Components, ? extends T> maker) {
    openings.add(components -> components.put(type, components.closing(maker.apply(components))));
    return this;
  }

  /**
   * Adds an object that routes call by its name.
   *
   * @param type its class, or an interface that it implements: by this routes are validated
   */
  public <T> Contributions bean(String name, Class<T> type, Function<Components, ? extends T> maker) {
    if (beans.put(name, type) != null) {
      throw new IllegalArgumentException("two modules contribute a bean '" + name + "'");
    }
    openings.add(components -> components.putBean(name, type, maker.apply(components)));
    return this;
  }

  /** Registers a part as a bean for routes. */
  public <T> Contributions bean(String name, Class<T> part) {
    return bean(name, part, components -> components.get(part));
  }

  /** Adds an object that is a part of other modules and is called by routes. */
  public <T> Contributions partAndBean(String name, Class<T> type, Function<Components, ? extends T> maker) {
    return part(type, maker).bean(name, type);
  }

  /** Registers an action that runs when the earlier parts are created. */
  public Contributions opened(Consumer<Components> action) {
    openings.add(action::accept);
    return this;
  }

  /**
   * Adds a descriptor, which the module that it concerns reads with {@link #all}: a step, a kind of runs, a health check, a published table, gates, metrics
   * that a statement answers, required routes and tables, errors that are counted.
   */
  public Contributions add(Record descriptor) {
    descriptors.computeIfAbsent(descriptor.getClass(), type -> new ArrayList<>()).add(descriptor);
    return this;
  }

  /** Adds several descriptors in their order, see {@link #add}. */
  public Contributions addAll(Collection<? extends Record> several) {
    several.forEach(this::add);
    return this;
  }

  /** Adds a metric without labels that is read when it is scraped; NaN is no value. */
  public Contributions gauge(String name, String unit, String meaning, Function<Components, Supplier<Number>> value) {
    openings.add(components -> components.get(Metrics.class).gauge(name, unit, meaning, value.apply(components)));
    return this;
  }

  /**
   * Adds routes that the program itself owns.
   *
   * @param builder makes a builder that names beans and takes no instance, because it is also built to validate routes
   */
  public Contributions routes(Supplier<? extends RouteBuilder> builder) {
    routes.add(builder);
    return this;
  }

  public Contributions placeholders(Placeholders values) {
    placeholders.add(values);
    return this;
  }

  /** Registers an action on Camel that runs before routes are built. */
  public Contributions beforeRoutes(BiConsumer<Components, CamelContext> action) {
    beforeRoutes.add(action);
    return this;
  }

  /** Registers an action that runs after the routes of a service were started, and after each edit of them. */
  public Contributions afterRoutes(BiConsumer<Components, CamelContext> action) {
    afterRoutes.add(action);
    return this;
  }

  /** Starts what only a service needs, not a command that stays for one run. */
  public Contributions start(Consumer<Components> action) {
    starts.add(action);
    return this;
  }

  List<Early<?>> early() {
    return early;
  }

  List<Opening> openings() {
    return openings;
  }

  /** Returns the types of all beans by their names. */
  public Map<String, Class<?>> beans() {
    return beans;
  }

  /** Returns the descriptors of a type that all modules have added, in the order of the modules. */
  public <T extends Record> List<T> all(Class<T> type) {
    return descriptors.getOrDefault(type, List.of()).stream().map(type::cast).toList();
  }

  public List<Supplier<? extends RouteBuilder>> routes() {
    return routes;
  }

  /** Returns the values of all placeholders that are no settings. */
  public Map<String, String> placeholders(Settings settings, Optional<Components> components) {
    Map<String, String> all = new LinkedHashMap<>();
    placeholders.forEach(each -> all.putAll(each.values(settings, components)));
    return all;
  }

  void beforeRoutes(Components components, CamelContext context) {
    beforeRoutes.forEach(action -> action.accept(components, context));
  }

  void afterRoutes(Components components, CamelContext context) {
    afterRoutes.forEach(action -> action.accept(components, context));
  }

  void start(Components components) {
    starts.forEach(action -> action.accept(components));
  }
}
