package io.cascadian.watchlist;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Describes, as a line of the event log, that auto-add was enabled or disabled. */
record AutoAddEvent(boolean enabled, String reason, Instant at) implements LogEvent {

  @Override
  public String id() {
    return event() + ":" + at;
  }

  private String event() {
    return enabled ? "auto-add-enabled" : "auto-add-disabled";
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id());
    json.put("timestamp", at.toString());
    json.put("event", event());
    json.put("reason", reason);
    return json;
  }
}
