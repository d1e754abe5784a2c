package io.cascadian.dev.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.FeedReader;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.Schemas;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.dev.simulator.SimulationOptions;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Serves one history to all scenarios, on one address for each; a child process of the benchmark.
 *
 * <p>Arguments: the scale of a simulated history or the path of a feed, the file to write the raw fills to ({@code -} for none), the scenarios as a JSON
 * list. First it prints its addresses; then it answers each line of its input, the name of a scenario, with what arrived there since. It ends with its
 * input.
 */
final class StubProcess {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = 7;
  /** The history ends that long ago, and nothing happens in the day after its end: every candidate finds the same rows. */
  private static final Duration ENDED = Duration.ofHours(1);

  private StubProcess() {}

  public static void main(String[] args) throws IOException {
    Dataset dataset = args[0].matches("\\d+") ? simulated(Integer.parseInt(args[0])) : FeedReader.read(Path.of(args[0]));
    long fills = fills(dataset, dataset.lastTimestamp(), args[1].equals("-") ? null : Path.of(args[1]));
    Map<String, Arrivals> arrivals = new HashMap<>();
    Map<String, Scenario> scenarios = new HashMap<>();
    Map<String, String> urls = new LinkedHashMap<>();
    for (Scenario scenario : JSON.readValue(args[2], Scenario[].class)) {
      Arrivals counted = new Arrivals(scenario::fault);
      SandboxServer server = SandboxServer.start(dataset, SandboxOptions.defaults());
      server.misbehave(counted);
      arrivals.put(scenario.name(), counted);
      scenarios.put(scenario.name(), scenario);
      urls.put(scenario.name(), server.baseUrl());
    }
    System.out.println(JSON.writeValueAsString(Map.of("fills", fills, "urls", urls)));
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = input.readLine(); name != null; name = input.readLine()) {
      System.out.println(JSON.writeValueAsString(arrivals.get(name).take(scenarios.get(name).windowMillis())));
    }
    System.exit(0);
  }

  private static Dataset simulated(int scale) {
    return MarketSimulator.generate(SimulationOptions.of(SEED, scale, Instant.now().minus(ENDED).getEpochSecond())).dataset();
  }

  /** Counts the fills up to the end of the history, and writes them as JSON lines, values as the stub would answer them. */
  private static long fills(Dataset dataset, long until, Path file) throws IOException {
    EntityTable fills = dataset.subgraphs().get(Schemas.ORDERBOOK).stream()
        .filter(t -> t.type().name().equals("OrderFilledEvent")).findFirst().orElseThrow();
    int timestamp = fills.type().indexOf("timestamp");
    try (OutputStream out = file == null ? OutputStream.nullOutputStream() : new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
        JsonGenerator json = JSON.getFactory().createGenerator(out)) {
      json.setRootValueSeparator(null);
      int row = 0;
      for (; row < fills.size() && (Long) fills.value(row, timestamp) <= until; row++) {
        if (file != null) {
          write(fills, row, json);
        }
      }
      return row;
    }
  }

  private static void write(EntityTable fills, int row, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (int field = 0; field < fills.type().fields().size(); field++) {
      json.writeStringField(fills.type().fields().get(field).name(), fills.value(row, field).toString());
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }
}
