package io.cascadian.nightly;

import io.cascadian.store.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/** Stores in the table {@code planned_steps} which steps the runs of this installation have, by their routes. Thread-safe. */
final class PlannedSteps {

  private final Postgres postgres;

  PlannedSteps(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Replaces what is stored with the steps of the routes as they are now. */
  void replace(CamelContext context, StepKinds kinds) {
    List<RouteDefinition> routes = ((ModelCamelContext) context).getRouteDefinitions();
    postgres.inTransaction("store the steps of the routes", connection -> {
      try (PreparedStatement delete = connection.prepareStatement("DELETE FROM planned_steps")) {
        delete.executeUpdate();
      }
      for (RouteDefinition route : routes) {
        insert(connection, route.getRouteId(), RunPlan.of(context, route, kinds));
      }
      return null;
    });
  }

  private static void insert(Connection connection, String kind, RunPlan plan) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        "INSERT INTO planned_steps (kind, step, work, position) VALUES (?, ?, ?, ?) ON CONFLICT (kind, step) DO NOTHING")) {
      int position = 0;
      for (RunPlan.Step step : plan.steps()) {
        insert.setString(1, kind);
        insert.setString(2, step.id());
        insert.setString(3, step.kind().work());
        insert.setInt(4, ++position);
        insert.executeUpdate();
      }
    }
  }
}
