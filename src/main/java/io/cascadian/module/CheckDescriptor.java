package io.cascadian.module;

import io.cascadian.health.HealthCheck;
import io.cascadian.settings.Settings;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Describes a health check of a feature.
 *
 * @param name of the check, in lower case with dashes
 * @param needs what has to be opened for it; where that fails, the check is critical and reports the reason
 * @param isUsed whether an installation with these settings has the check
 * @param maker makes the check from what it needs; the rest of the context may be null
 */
public record CheckDescriptor(String name, Need needs, Predicate<Settings> isUsed, Function<CheckContext, HealthCheck> maker) {

  /** Lists the resources that a check needs. */
  public enum Need {
    NOTHING, STORES, ROUTES_OF_SOURCES, SOURCE
  }

  /** Describes a check of the databases' content. */
  public static CheckDescriptor ofStores(String name, Function<CheckContext, HealthCheck> maker) {
    return new CheckDescriptor(name, Need.STORES, settings -> true, maker);
  }

  /** Returns whether it asks a source of events. */
  public boolean isOfSource() {
    return needs == Need.SOURCE || needs == Need.ROUTES_OF_SOURCES;
  }

  /** Creates the check for a context. */
  public HealthCheck make(CheckContext context) {
    HealthCheck check = maker.apply(context);
    if (!check.name().equals(name)) {
      throw new IllegalStateException("the health check '" + check.name() + "' is declared as '" + name + "'");
    }
    return check;
  }
}
