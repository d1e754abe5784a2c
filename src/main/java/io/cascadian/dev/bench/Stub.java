package io.cascadian.dev.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;

/** Runs the source of a benchmark in a process of its own, which serves one history to all scenarios. */
final class Stub implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  /** Tens of millions of fills want this much; the system gives only what is used. */
  private static final String HEAP = "-Xmx12g";

  private final Child process;
  private final JsonNode urls;
  private final long fills;

  private Stub(Child process, JsonNode urls, long fills) {
    this.process = process;
    this.urls = urls;
    this.fills = fills;
  }

  /**
   * Simulates, or reads a feed, and serves.
   *
   * @param history a scale, or the absolute path of a feed
   * @param raw where the fills are written to as JSON lines; null for nowhere
   */
  static Stub start(String history, List<Scenario> scenarios, Path raw, Path folder) {
    Child process;
    try {
      process = Child.java(StubProcess.class, List.of(HEAP), folder.resolve("stub.log"),
          List.of(history, raw == null ? "-" : raw.toString(), JSON.writeValueAsString(scenarios)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    JsonNode ready = process.answer();
    return new Stub(process, ready.get("urls"), ready.get("fills").asLong());
  }

  /** Fills in the whole history. */
  long fills() {
    return fills;
  }

  String url(Scenario scenario) {
    return urls.get(scenario.name()).asText();
  }

  /** Returns what arrived in a scenario since the last asking. */
  Arrivals.Seen arrived(Scenario scenario) {
    return JSON.convertValue(process.ask(scenario.name()), Arrivals.Seen.class);
  }

  /** CPU seconds since its start; null when unknown. */
  Double cpuSeconds() {
    return process.cpuSeconds();
  }

  @Override
  public void close() {
    process.close();
  }
}
