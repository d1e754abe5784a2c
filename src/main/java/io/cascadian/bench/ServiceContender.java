package io.cascadian.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.embedded.EmbeddedStores.Endpoint;
import io.cascadian.store.Postgres;
import java.nio.file.Path;
import java.util.List;

/** This service's ingestion, all of it, in a process of its own with a bounded heap. */
final class ServiceContender implements Contender {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Tables tables;
  private final Postgres postgres;
  private final String clickHouseUrl;
  private final Endpoint postgresEndpoint;
  private final List<String> javaOptions;
  private final Path log;

  ServiceContender(Tables tables, Postgres postgres, String clickHouseUrl, Endpoint postgresEndpoint, List<String> javaOptions, Path folder) {
    this.tables = tables;
    this.postgres = postgres;
    this.clickHouseUrl = clickHouseUrl;
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
    ServiceProcess.Job job = new ServiceProcess.Job(sourceUrl, clickHouseUrl, Tables.SERVICE.database(), postgresEndpoint.url(),
        postgresEndpoint.user(), scenario.limit(), scenario.windowMillis());
    try (Child child = Child.java(ServiceProcess.class, javaOptions, log, List.of(JSON.writeValueAsString(job)))) {
      JsonNode answer = child.answer();
      return new Measurement(answer.get("rows").asLong(), answer.get("seconds").asDouble(), answer.get("requests").asLong(), 0, true,
          child.cpuSeconds(), null, null, child.peakRss(), answer.get("heap").asLong(), answer.get("heapAfterCollection").asLong(), null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
