package io.cascadian.dev.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.store.EmbeddedDatabases.Endpoint;
import io.cascadian.store.Postgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs this service's whole ingestion in a process of its own with a bounded heap. */
final class ServiceCandidate implements Candidate {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Tables tables;
  private final Postgres postgres;
  private final Endpoint clickHouse;
  private final Endpoint postgresEndpoint;
  private final List<String> javaOptions;
  private final Path log;

  ServiceCandidate(Tables tables, Postgres postgres, Endpoint clickHouse, Endpoint postgresEndpoint, List<String> javaOptions, Path folder) {
    this.tables = tables;
    this.postgres = postgres;
    this.clickHouse = clickHouse;
    this.postgresEndpoint = postgresEndpoint;
    this.javaOptions = javaOptions;
    this.log = folder.resolve("service.log");
  }

  @Override
  public String name() {
    return SERVICE;
  }

  @Override
  public String title() {
    return "this service";
  }

  @Override
  public Tables.Table table() {
    return Tables.SERVICE;
  }

  @Override
  public void prepare() {
    tables.create(table());
    postgres.update("DELETE FROM cursors");
  }

  @Override
  public Measurement run(Scenario scenario, String sourceUrl) {
    ServiceProcess.Job job = new ServiceProcess.Job(sourceUrl, clickHouse.url(), clickHouse.user(), Tables.SERVICE.database(),
        postgresEndpoint.url(), postgresEndpoint.user(), scenario.limit(), scenario.windowMillis());
    // not on the command line, which every user of the machine sees
    Map<String, String> passwords = Map.of(
        ServiceProcess.CLICKHOUSE_PASSWORD, clickHouse.password(), ServiceProcess.POSTGRES_PASSWORD, postgresEndpoint.password());
    try (Child child = Child.java(ServiceProcess.class, javaOptions, passwords, log, List.of(JSON.writeValueAsString(job)))) {
      JsonNode answer = child.answer();
      return new Measurement(answer.get("rows").asLong(), answer.get("seconds").asDouble(), answer.get("requests").asLong(), 0, true,
          child.cpuSeconds(), null, null, child.peakRss(), answer.get("heap").asLong(), answer.get("heapAfterCollection").asLong(), null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
