package io.cascadian.api;

import io.cascadian.watchlist.AutonomousSwitch;
import io.cascadian.watchlist.EventLogException;
import io.cascadian.watchlist.RefusedException;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the HTTP requests about additions without a person that {@code routes/api.camel.yaml} passes on. Thread-safe. */
public final class AutonomousApi {

  private static final Logger LOG = LoggerFactory.getLogger(AutonomousApi.class);

  private final AutonomousSwitch kill;

  public AutonomousApi(AutonomousSwitch kill) {
    this.kill = kill;
  }

  /** {@code GET /api/autonomous}: whether markets are put on watchlists without a person, and what says so. */
  public void state(Exchange exchange) {
    Answers.send(exchange, 200, json(kill.state()));
  }

  /** {@code PUT /api/autonomous}: turns the switch; on, it allows what the setting of each process does. */
  public void turn(Exchange exchange) {
    JsonBody body = JsonBody.of(exchange, Set.of("enabled", "reason"));
    if (!body.has("enabled")) {
      throw new ApiProblem(400, "Bad body", "'enabled' must be true or false.");
    }
    boolean on = body.flag("enabled", false);
    try {
      Answers.send(exchange, 200, json(kill.turn(on, body.text("reason", "over HTTP"))));
    } catch (RefusedException e) {
      throw new ApiProblem(400, "Bad body", e.getMessage());
    } catch (EventLogException e) {
      LOG.error("Additions without a person stay off", e);
      throw new ApiProblem(503, "Not turned on", "The log of watchlist events cannot be written, so the switch stays as it was; the service's log says why.");
    }
  }

  private static Map<String, Object> json(AutonomousSwitch.State state) {
    Map<String, Object> json = state.json();
    json.put("reason", new PublicText.Data(state.reason()));
    return json;
  }
}
