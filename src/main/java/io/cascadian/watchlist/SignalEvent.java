package io.cascadian.watchlist;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Describes, as a line of the event log, a market that a tracked wallet's new position added to a watchlist, or would have added.
 *
 * @param added false when auto-add was disabled
 * @param suppressedBy what disabled it, appended to the reason; not used where the market was added
 * @param run of the nightly job; null when none is recorded under the fence
 */
record SignalEvent(boolean added, String suppressedBy, long strategyId, String strategyName, Position position, Long run, long fence, Instant at)
    implements LogEvent {

  @Override
  public String id() {
    return (added ? "added" : "suppressed") + ":" + strategyId + ":" + position.wallet() + ":" + position.conditionId();
  }

  String reason() {
    return "tracked wallet " + position.wallet() + " took a position in a market that was not on the list"
        + (added ? "" : "; suppressed, because auto-add is disabled" + suppressedBy);
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id());
    json.put("timestamp", at.toString());
    json.put("event", added ? "added" : "suppressed");
    json.put("reason", reason());
    json.put("strategy_id", strategyId);
    json.put("strategy_name", strategyName);
    json.putAll(position.facts());
    json.put("run", run);
    json.put("fence", fence);
    return json;
  }

  /** Returns the facts that the list stores beside the reason. */
  Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>(position.facts());
    metadata.put("auto_added", true);
    metadata.put("run", run);
    metadata.put("fence", fence);
    return metadata;
  }
}
