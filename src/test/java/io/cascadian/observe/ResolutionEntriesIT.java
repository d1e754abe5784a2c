package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.store.Postgres;
import io.cascadian.testkit.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** What the metric says of dropped files' entries, which an alert divides by each other. */
class ResolutionEntriesIT {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void whatWasKnownAlreadyIsNeitherWrittenNorSkipped() {
    try (Postgres postgres = TestStores.freshPostgres(); RecordedState state = new RecordedState(postgres, registry)) {
      state.read();
      assertThat(entries("written", "none")).isZero();
      assertThat(entries("known", "none")).isZero();

      file(postgres, "applied", 1179, "{\"resolved\": 1179, \"skipped\": {\"no-market-id\": 1626, \"no-outcome\": 53}}");
      file(postgres, "unchanged", 0, "{\"resolved\": 1179, \"skipped\": {\"no-market-id\": 1626, \"no-outcome\": 53}}");
      file(postgres, "applied", 1, "{\"resolved\": 1180, \"skipped\": {}}");
      // a report, a list of events and a rejected file say nothing of resolutions
      file(postgres, "noted", 0, "{\"mappings\": 3, \"skipped\": 7}");
      file(postgres, "applied", 40, "{\"rows\": 40, \"resolved\": \"unknown\"}");
      file(postgres, "rejected", 0, "{}");
      state.read();
      assertThat(entries("written", "none")).isEqualTo(1179 + 1 + 40);
      assertThat(entries("known", "none")).isEqualTo(1179 + 1179);
      assertThat(entries("skipped", "no-market-id")).isEqualTo(2 * 1626);
      assertThat(entries("skipped", "no-outcome")).isEqualTo(2 * 53);
    }
  }

  private double entries(String result, String reason) {
    return registry.get("cascadian.resolution.entries").tags("result", result, "reason", reason).functionCounter().count();
  }

  private static void file(Postgres postgres, String status, long written, String counts) {
    postgres.update("INSERT INTO resolution_files (name, size_bytes, status, rows_written, counts, fence) VALUES ('f.json', 1, ?, ?, ?::jsonb, 1)",
        status, written, counts);
  }
}
