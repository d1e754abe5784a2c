package io.cascadian.module;

import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/**
 * Holds the opened parts of the service, found by their types, and the beans that routes call.
 *
 * <p>Filled by {@link #open} in one thread; read-only and thread-safe from then on.
 */
public final class Components {

  private final Contributions contributions;
  private final Map<Class<?>, Object> parts = new LinkedHashMap<>();
  private final Map<String, Object> beans = new LinkedHashMap<>();
  private final Consumer<AutoCloseable> closing;

  private Components(Contributions contributions, Consumer<AutoCloseable> closing) {
    this.contributions = contributions;
    this.closing = closing;
  }

  /**
   * Creates the parts that depend on settings only; needs no databases.
   *
   * @param closing gets each part that has to be closed, in the order of opening
   * @throws SettingsException naming every setting whose file cannot be used
   */
  public static Components read(Contributions contributions, Settings settings, Consumer<AutoCloseable> closing) {
    Components components = new Components(contributions, closing);
    components.put(Settings.class, settings);
    List<String> problems = new ArrayList<>();
    for (Contributions.Early<?> early : contributions.early()) {
      try {
        components.read(early, settings);
      } catch (SettingsException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return components;
  }

  private <T> void read(Contributions.Early<T> early, Settings settings) {
    put(early.type(), early.reader().apply(settings));
  }

  /** Adds a part that is there already; whoever opened it closes it. */
  public <T> Components with(Class<T> type, T part) {
    put(type, part);
    return this;
  }

  /** Opens what the modules contribute, in their order. */
  public Components open() {
    contributions.openings().forEach(opening -> opening.open(this));
    return this;
  }

  <T> void put(Class<T> type, T part) {
    if (parts.putIfAbsent(type, type.cast(part)) != null) {
      throw new IllegalStateException("two modules contribute a " + type.getSimpleName());
    }
  }

  <T extends AutoCloseable> T closing(T part) {
    closing.accept(part);
    return part;
  }

  void putBean(String name, Class<?> type, Object bean) {
    if (type.isInterface() ? !type.isInstance(bean) : type != bean.getClass()) {
      throw new IllegalStateException("the bean '" + name + "' is declared as " + type + " and is a " + bean.getClass());
    }
    beans.put(name, bean);
  }

  /**
   * Returns the part of a type.
   *
   * @throws IllegalStateException when no module before has contributed one
   */
  public <T> T get(Class<T> type) {
    Object part = parts.get(type);
    if (part == null) {
      throw new IllegalStateException("there is no " + type.getName() + " yet; its module has to be listed before the one that looks it up");
    }
    return type.cast(part);
  }

  /** Returns what routes call, by name. */
  public Map<String, Object> beans() {
    return Collections.unmodifiableMap(beans);
  }

  public Contributions contributions() {
    return contributions;
  }

  /** Runs the modules' preparation of Camel before routes are built. */
  public void beforeRoutes(CamelContext context) {
    contributions.beforeRoutes(this, context);
  }

  /** Notifies modules that the routes were started or edited. */
  public void afterRoutes(CamelContext context) {
    contributions.afterRoutes(this, context);
  }

  /** Starts what only a service needs. */
  public void start() {
    contributions.start(this);
  }
}
