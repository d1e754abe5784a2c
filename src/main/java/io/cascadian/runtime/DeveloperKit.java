package io.cascadian.runtime;

import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.source.SandboxProvider;
import io.cascadian.store.EmbeddedDatabaseProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the services of the developer kit, a second jar: embedded databases and a sandbox source. */
final class DeveloperKit {

  private DeveloperKit() {}

  /**
   * Checks that the kit replaces everything that is not configured, so that one message names all missing settings.
   *
   * @throws MissingKitException when settings are missing and the kit is not found
   */
  static void requireForUnset(Settings settings) {
    List<Setting> missing = new ArrayList<>();
    if (find(EmbeddedDatabaseProvider.class).isEmpty()) {
      missing.addAll(unset(settings, StoreSettings.CLICKHOUSE_URL, StoreSettings.DATABASE_URL));
    }
    if (find(SandboxProvider.class).isEmpty() && Source.runningSandbox(settings).isEmpty()) {
      missing.addAll(unset(settings, SourceSettings.SOURCE_URL));
    }
    if (!missing.isEmpty()) {
      throw new MissingKitException(missing);
    }
  }

  /** @throws MissingKitException when the kit is not there */
  static EmbeddedDatabaseProvider databases(Settings settings) {
    return find(EmbeddedDatabaseProvider.class)
        .orElseThrow(() -> new MissingKitException(unset(settings, StoreSettings.CLICKHOUSE_URL, StoreSettings.DATABASE_URL)));
  }

  /** @throws MissingKitException when the kit is not there */
  static SandboxProvider sandbox() {
    return find(SandboxProvider.class).orElseThrow(() -> new MissingKitException(List.of(SourceSettings.SOURCE_URL)));
  }

  private static List<Setting> unset(Settings settings, Setting... wanted) {
    return List.of(wanted).stream().filter(setting -> settings.optional(setting).isEmpty()).toList();
  }

  /** Loads a service by this program's class loader, because a build tool may set another one for its threads. */
  private static <T> Optional<T> find(Class<T> service) {
    return ServiceLoader.load(service, DeveloperKit.class.getClassLoader()).findFirst();
  }
}
