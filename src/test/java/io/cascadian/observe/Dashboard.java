package io.cascadian.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The metrics that the Grafana dashboard's panels and variables ask for. */
final class Dashboard {

  private Dashboard() {}

  /** The panels' queries. */
  static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : read().path("panels")) {
      if (!panel.path("type").asText().equals("row") && panel.path("targets").isEmpty()) {
        throw new IllegalArgumentException("panel '" + panel.path("title").asText() + "' asks for nothing");
      }
      panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
    }
    return queries;
  }

  private static JsonNode read() throws IOException {
    return new ObjectMapper().readTree(new File("deploy/grafana/dashboards/cascadian.json"));
  }

  static Set<String> metrics() throws IOException {
    JsonNode dashboard = read();
    Set<String> names = new TreeSet<>();
    queries().forEach(query -> names.addAll(Queries.metrics(query)));
    for (JsonNode variable : dashboard.path("templating").path("list")) {
      if (variable.path("type").asText().equals("query")) {
        names.add(variable.path("definition").asText().replaceAll("label_values\\((\\w+),.*", "$1"));
      }
    }
    return names;
  }
}
