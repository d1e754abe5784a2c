package io.cascadian.api;

import io.cascadian.watchlist.AutoAddSwitch;
import io.cascadian.watchlist.EventLogException;
import io.cascadian.watchlist.RefusedException;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the HTTP requests about auto-add that {@code routes/api.camel.yaml} passes on. Thread-safe. */
public final class AutoAddApi {

  private static final Logger LOG = LoggerFactory.getLogger(AutoAddApi.class);

  private final AutoAddSwitch autoAdd;

  public AutoAddApi(AutoAddSwitch autoAdd) {
    this.autoAdd = autoAdd;
  }

  /** Answers {@code GET /api/auto-add} with the setting, the switch and whether auto-add is enabled. */
  public void state(Exchange exchange) {
    Responses.send(exchange, 200, json(autoAdd.state()));
  }

  /** Answers {@code PUT /api/auto-add}: sets the switch and responds with the new state. */
  public void set(Exchange exchange) {
    JsonBody body = JsonBody.of(exchange, Set.of("enabled", "reason"));
    if (!body.has("enabled")) {
      throw new ApiProblem(400, "Bad body", "'enabled' must be true or false.");
    }
    boolean enabled = body.flag("enabled", false);
    try {
      Responses.send(exchange, 200, json(autoAdd.set(enabled, body.text("reason", "over HTTP"))));
    } catch (RefusedException e) {
      throw new ApiProblem(400, "Bad body", e.getMessage());
    } catch (EventLogException e) {
      LOG.error("Auto-add: enabling it failed because the event log cannot be written; it stays disabled. Fix the cause, then enable it again", e);
      throw new ApiProblem(503, "Not enabled", "The event log cannot be written, so the switch is unchanged; the service's log has the cause.");
    }
  }

  private static Map<String, Object> json(AutoAddSwitch.State state) {
    Map<String, Object> json = state.json();
    json.put("reason", new PublicText.Data(state.reason()));
    return json;
  }
}
