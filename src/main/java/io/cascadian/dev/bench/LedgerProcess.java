package io.cascadian.dev.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.ingest.IngestGates;
import io.cascadian.ledger.GateOptions;
import io.cascadian.ledger.WalletGates;
import io.cascadian.ledger.WalletTables;
import io.cascadian.markets.MarketGates;
import io.cascadian.publish.GateList;
import io.cascadian.publish.GateResult;
import io.cascadian.publish.PublishedTables;
import io.cascadian.publish.Publisher;
import io.cascadian.publish.TableGate;
import io.cascadian.resolution.ResolutionGates;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import io.cascadian.store.StepResult;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes in a child process, by what the nightly step calls. The one place of the benchmark that knows how tables are published.
 *
 * <p>Argument: a {@link Job} as JSON. It prints a line when it is ready, then answers each line of its input, a command and a fence, with a line of JSON. It ends
 * with its input.
 */
final class LedgerProcess {

  /**
   * Commands: updates the published tables, evaluates the gates on what came after the fence, drops what is not retained, compares with a rebuild, publishes the build
   * before the published one again.
   */
  static final String PUBLISH = "publish";
  static final String GATES = "gates";
  static final String RETAIN = "retain";
  static final String COMPARE = "compare";
  static final String ROLLBACK = "rollback";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Names where the tables are; the passwords are in the environment, as of {@link ServiceProcess}. */
  record Job(String clickHouseUrl, String clickHouseUser, String database, String postgresUrl, String postgresUser) {}

  private final Publisher publisher;
  private final GateList gates;

  private LedgerProcess(ClickHouse clickHouse, Postgres postgres) {
    publisher = new Publisher(clickHouse, postgres, new PublishedTables(WalletTables.tables()), Publisher.RETAINED_BUILDS);
    List<TableGate> all = new ArrayList<>(WalletGates.gates(GateOptions.none()));
    all.addAll(IngestGates.gates());
    all.addAll(MarketGates.gates());
    all.addAll(ResolutionGates.gates());
    gates = new GateList(clickHouse, all);
  }

  public static void main(String[] args) throws Exception {
    Job job = JSON.readValue(args[0], Job.class);
    try (ClickHouse clickHouse = ClickHouseClients.connect(ClickHouseSettings.of(
            job.clickHouseUrl, job.clickHouseUser, System.getenv(ServiceProcess.CLICKHOUSE_PASSWORD), job.database));
        Postgres postgres = Postgres.connect(new PostgresSettings(
            job.postgresUrl, job.postgresUser, System.getenv(ServiceProcess.POSTGRES_PASSWORD), 3))) {
      LedgerProcess process = new LedgerProcess(clickHouse, postgres);
      System.out.println("{}");
      BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(JSON.writeValueAsString(process.answer(line.split(" "))));
      }
    }
    System.exit(0);
  }

  private Map<String, Object> answer(String[] command) {
    long fence = Long.parseLong(command[1]);
    long begin = System.nanoTime();
    Map<String, Object> answer = new LinkedHashMap<>();
    switch (command[0]) {
      case PUBLISH -> answer.put("rows", publisher.publish(FenceGuard.of(fence)).rows());
      case GATES -> {
        List<GateResult> results = gates.check(fence);
        answer.put("failed", results.stream().filter(result -> !result.passed()).map(GateResult::message).toList());
      }
      case RETAIN -> publisher.recordGateResult(true, false, FenceGuard.of(fence));
      case ROLLBACK -> {
        long before = publisher.retained().stream().filter(build -> !build.published()).findFirst().orElseThrow().id();
        answer.put("build", before);
        publisher.rollback(before, FenceGuard.of(fence));
      }
      case COMPARE -> {
        StepResult result = publisher.dryRunRebuild(FenceGuard.of(fence));
        answer.put("differing", result.details().get(Publisher.ROWS_DIFFERING));
        answer.put("comparison", result.details().get("comparison"));
      }
      default -> throw new IllegalArgumentException("there is no command '" + command[0] + "'");
    }
    answer.put("seconds", (System.nanoTime() - begin) / 1e9);
    return answer;
  }
}
