package io.cascadian.runtime;

import io.cascadian.errors.UserFacing;
import io.cascadian.settings.Setting;
import java.util.List;
import java.util.stream.Collectors;

/** Reports that required settings are not set and that the developer kit, which would replace them, is not found; the message states what to do. */
public final class MissingKitException extends RuntimeException implements UserFacing {

  private final List<Setting> unset;

  /** @param unset at least one */
  MissingKitException(List<Setting> unset) {
    super(names(unset) + (unset.size() == 1 ? " is" : " are") + " not set, and the developer kit (cascadian-dev.jar), which contains embedded databases and"
        + " a sandbox source, is not beside cascadian.jar.\n  Set " + names(unset)
        + " (docs/settings.md), or put cascadian-dev.jar and its folder lib-dev/ beside cascadian.jar.");
    this.unset = List.copyOf(unset);
  }

  /** Returns the settings that have no value. */
  public List<Setting> unset() {
    return unset;
  }

  private static String names(List<Setting> settings) {
    String names = settings.stream().map(Setting::name).collect(Collectors.joining(", "));
    int last = names.lastIndexOf(", ");
    return last < 0 ? names : names.substring(0, last) + " and" + names.substring(last + 1);
  }
}
