package io.cascadian.module;

import io.cascadian.settings.SettingGroup;
import java.util.List;

/**
 * Wires one feature: the only place that names everything the feature adds to the service.
 *
 * <p>Modules have no state and know one another only by the types of the parts that they look up. {@code runtime/Modules} lists them; a part can be
 * looked up by the modules that are listed after the one that makes it.
 */
public interface Module {

  /** Returns the settings of the feature. Called by every command, so it must not load the feature itself. */
  default List<SettingGroup> settings() {
    return List.of();
  }

  /** Declares everything else. Called before anything is opened, also to validate routes: it must neither connect nor read files. */
  void contribute(Contributions to);
}
