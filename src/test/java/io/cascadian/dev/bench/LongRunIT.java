package io.cascadian.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.dev.simulator.MarketSimulator;
import io.cascadian.dev.simulator.SimulationOptions;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.EmbeddedDatabases.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month of nights over a simulated market: what they publish one after the other is what a rebuild gives in the end. Larger worlds with
 * {@code -Dlongrun.fills=5000000}, others with {@code -Dlongrun.seed=8}.
 */
@Tag("proof")
@Timeout(value = 1, unit = TimeUnit.HOURS)
class LongRunIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long ENDS = 1_759_968_000L;
  private static final int NIGHTS = Integer.getInteger("longrun.nights", 30);
  private static final int FILLS = Integer.getInteger("longrun.fills", 40_000);
  private static final long SEED = Long.getLong("longrun.seed", 7);

  /** Conditions of which the tokens are unknown for two nights: one in so many each night, another one each time. */
  private static final int UNKNOWN_ONE_IN = 60;

  @TempDir
  private Path folder;

  private final Random random = new Random(SEED);
  private ClickHouse clickHouse;
  private int kills;
  private int rollbacks;

  @Test
  void monthOfNights_withKillsAndCorrections_isARebuild() throws IOException {
    try (Fixture fixture = Fixture.open(folder.resolve("work"), line -> { })) {
      fixture.measure(() -> {
        nights(fixture);
        return null;
      });
    }
    assertThat(kills).isPositive();
    assertThat(rollbacks).isPositive();
  }

  private void nights(Fixture fixture) {
    Endpoint server = fixture.clickHouseEndpoint();
    clickHouse = fixture.keep(ClickHouseClients.connect(ClickHouseSettings.of(server.url(), server.user(), server.password(), Tables.SERVICE.database())));
    MarketSimulator simulator = MarketSimulator.of(SimulationOptions.ending(SEED, FILLS, Math.max(500, FILLS / 50), ENDS, 1.0));
    long[] ends = LongStream.rangeClosed(0, NIGHTS).map(day -> ENDS - (NIGHTS - day) * 86_400L).toArray();
    HistoryLoad load = new HistoryLoad(clickHouse, simulator, ends);
    load.loadHistory();
    Child service = service(fixture);
    try {
      service.ask(LedgerProcess.PUBLISH + " " + HistoryLoad.HISTORY);
      service.ask(LedgerProcess.RETAIN + " " + HistoryLoad.HISTORY);
      long checked = HistoryLoad.HISTORY;
      for (int night = 1; night <= NIGHTS; night++) {
        long fence = HistoryLoad.fence(night);
        load.loadDay(night);
        happens(night, fence);
        for (int attempt = 0; attempt < 2 && random.nextInt(3) == 0; attempt++) {
          service.send(LedgerProcess.PUBLISH + " " + fence);
          pause(random.nextInt(2_500));
          service.kill();
          kills++;
          service = service(fixture);
        }
        service.ask(LedgerProcess.PUBLISH + " " + fence);
        // all tokens are known
        if (night % 5 == 0 || night % 5 == 2) {
          JsonNode failed = service.ask(LedgerProcess.GATES + " " + checked).get("failed");
          assertThat(failed).as("gates of night %d", night).isEmpty();
          checked = fence;
        }
        service.ask(LedgerProcess.RETAIN + " " + fence);
        if (night % 6 == 0) {
          service.ask(LedgerProcess.ROLLBACK + " " + fence);
          rollbacks++;
        } else if (night == NIGHTS / 2 || night == NIGHTS - 1) {
          compare(service, night, fence);
        }
      }
      // after a rollback in the last night: what was taken back comes again
      service.ask(LedgerProcess.PUBLISH + " " + HistoryLoad.fence(NIGHTS + 1));
      compare(service, NIGHTS, HistoryLoad.fence(NIGHTS + 2));
    } finally {
      service.close();
    }
  }

  private static void compare(Child service, int night, long fence) {
    JsonNode answer = service.ask(LedgerProcess.COMPARE + " " + fence);
    assertThat(answer.get("differing").asLong()).as("after night %d: %s", night, answer.get("comparison")).isZero();
  }

  /**
   * Lets happen what the simulation does not have.
   *
   * @param fence of the night
   */
  private void happens(int night, long fence) {
    // moved to another second of their hour, as a comparison with the source does it; both sides of a match alike
    String moved = "cityHash64(tx_hash, " + SEED + ") % 700 = " + night;
    execute("INSERT INTO corrected_events SELECT DISTINCT wallet, token_id, '', '', " + fence + " FROM trades_raw FINAL WHERE " + moved);
    execute("INSERT INTO trades_raw SELECT * REPLACE (" + fence + " AS revision, toDateTime(toUnixTimestamp(ts) + cityHash64(tx_hash) % 3600, 'UTC') AS ts) FROM trades_raw FINAL WHERE "
        + moved);
    // a reorganisation takes them away, and brings them again three nights later
    execute("INSERT INTO trades_raw SELECT * REPLACE (" + fence + " AS revision, 1 AS is_deleted) FROM trades_raw FINAL WHERE " + goes("tx_hash", night));
    execute("INSERT INTO position_events SELECT * REPLACE (" + fence + " AS revision, 1 AS is_deleted) FROM position_events FINAL WHERE kind = 'REDEMPTION' AND "
        + goes("event_id", night));
    comesAgain("trades_raw", "event_key, wallet, token_id", goes("tx_hash", night - 3), fence);
    comesAgain("position_events", "event_key, wallet", "kind = 'REDEMPTION' AND " + goes("event_id", night - 3), fence);
    // a mapping that comes late
    if (night % 5 == 3) {
      execute("INSERT INTO tokens_dim SELECT * REPLACE (" + fence + " AS revision, 1 AS is_deleted) FROM tokens_dim FINAL WHERE " + unknown(night));
    } else if (night % 5 == 0 && night > 3) {
      comesAgain("tokens_dim", "token_id", unknown(night - 2), fence);
    }
  }

  private static String goes(String id, int night) {
    return "cityHash64(" + id + ", " + (SEED + 1) + ") % 900 = " + Math.floorMod(night, 900);
  }

  private static String unknown(int night) {
    return "cityHash64(condition_id) % " + UNKNOWN_ONE_IN + " = " + night % UNKNOWN_ONE_IN;
  }

  /** States what was tombstoned again, as it was before. */
  private void comesAgain(String table, String key, String which, long fence) {
    execute("INSERT INTO " + table + " SELECT * REPLACE (" + fence + " AS revision, 0 AS is_deleted) FROM (SELECT * FROM " + table + " WHERE " + which
        + " ORDER BY revision DESC LIMIT 1 BY " + key + ")");
  }

  private void execute(String sql) {
    clickHouse.execute(sql, Map.of());
  }

  private static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Child service(Fixture fixture) {
    Endpoint server = fixture.clickHouseEndpoint();
    Endpoint postgres = fixture.postgresEndpoint();
    LedgerProcess.Job job = new LedgerProcess.Job(server.url(), server.user(), Tables.SERVICE.database(), postgres.url(), postgres.user());
    try {
      Child service = Child.java(LedgerProcess.class, List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
          Map.of(ServiceProcess.CLICKHOUSE_PASSWORD, server.password(), ServiceProcess.POSTGRES_PASSWORD, postgres.password()),
          fixture.folder().resolve("ledger.log"), List.of(JSON.writeValueAsString(job)));
      service.answer();
      return service;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
