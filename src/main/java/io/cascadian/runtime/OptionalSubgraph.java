package io.cascadian.runtime;

import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Lists the subgraphs of optional streams, which not every source has: each has a setting, and its stream is off while that is empty.
 *
 * <p>A sandbox needs no setting: the stream is on where the sandbox's history has records of it.
 */
enum OptionalSubgraph {
  RESOLUTION_TIMES(SourceSettings.RESOLUTION_TIMES_SUBGRAPH, "polymarket-subgraph", "Condition"),
  REWARDS(SourceSettings.REWARDS_SUBGRAPH, "activity-subgraph", "Reward"),
  TRANSFERS(SourceSettings.TRANSFERS_SUBGRAPH, "transfers-subgraph", "ShareTransfer");

  /** The sandbox answers for every version. */
  private static final String SANDBOX_VERSION = "/sandbox";

  private final Setting setting;
  private final String subgraph;
  private final String entity;

  OptionalSubgraph(Setting setting, String subgraph, String entity) {
    this.setting = setting;
    this.subgraph = subgraph;
    this.entity = entity;
  }

  /**
   * Returns the subgraphs that are on only because the sandbox has records of them, by the names of their settings, in place of the empty ones.
   *
   * @param entities that the sandbox has records of; empty with another source
   */
  static Map<String, String> placeholders(Settings settings, Set<String> entities) {
    Map<String, String> placeholders = new HashMap<>();
    for (OptionalSubgraph optional : values()) {
      if (settings.optional(optional.setting).isEmpty() && entities.contains(optional.subgraph + "/" + optional.entity)) {
        placeholders.put(optional.setting.name(), optional.subgraph + SANDBOX_VERSION);
      }
    }
    return placeholders;
  }
}
