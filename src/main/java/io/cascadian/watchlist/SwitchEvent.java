package io.cascadian.watchlist;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A line of the log of watchlist events: somebody turned the switch for additions without a person. */
record SwitchEvent(boolean on, String reason, Instant at) implements LogEvent {

  @Override
  public String id() {
    return event() + ":" + at;
  }

  private String event() {
    return on ? "switched-on" : "switched-off";
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
