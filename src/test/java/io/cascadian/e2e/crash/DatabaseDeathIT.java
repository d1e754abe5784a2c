package io.cascadian.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.e2e.CommandLine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A database is killed with -9 in the middle of a run and comes back a moment later: the run ends in time, does not claim what it has not
 * done, and the next night ends as a success with the tables of a twin that nothing happened to.
 */
@Tag("proof")
class DatabaseDeathIT {

  /** How long a run may go on about a database that is away. */
  private static final int BOUND_SECONDS = 90;

  @RegisterExtension
  private static final Nights NIGHTS = Nights.SHARED;

  /** Which database dies at which point. */
  enum Death {
    CLICKHOUSE_DURING_INSERT(CrashPoint.DURING_INSERT),
    CLICKHOUSE_AFTER_INSERT(CrashPoint.AFTER_INSERT_BEFORE_CURSOR),
    CLICKHOUSE_DURING_BUILD(CrashPoint.BUILD_HALF_FILLED),
    CLICKHOUSE_BEFORE_PUBLICATION(CrashPoint.PUBLICATION_DECIDED),
    CLICKHOUSE_AFTER_PUBLICATION(CrashPoint.READERS_SEE_THE_BUILD),
    CLICKHOUSE_WHILE_A_MAP_IS_STAGED(CrashPoint.MAP_HALF_STAGED),
    POSTGRES_DURING_CURSOR_WRITE(CrashPoint.CURSOR_WRITTEN_NOT_COMMITTED),
    POSTGRES_AFTER_CURSOR_COMMIT(CrashPoint.CURSOR_COMMITTED_ANSWER_LOST),
    POSTGRES_BEFORE_PUBLICATION(CrashPoint.BUILD_VERIFIED_BEFORE_PUBLICATION),
    POSTGRES_BEFORE_WATERMARK(CrashPoint.BEFORE_WATERMARK),
    POSTGRES_WHEN_A_RUN_BEGINS(CrashPoint.RUN_NOT_BEGUN),
    POSTGRES_WHEN_A_STEP_BEGINS(CrashPoint.STEP_NOT_BEGUN),
    POSTGRES_BEFORE_RUN_IS_CLOSED(CrashPoint.BEFORE_RUN_IS_CLOSED);

    private final CrashPoint at;

    Death(CrashPoint at) {
      this.at = at;
    }

    boolean ofClickHouse() {
      return name().startsWith("CLICKHOUSE");
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void deadDatabase_isSurvived(Death death) throws Exception {
    Twins nights = NIGHTS.twins();
    nights.nextDay();
    Trap trap = death.at.arm(nights.disturbed, death.ofClickHouse() ? NIGHTS.engines()::killClickHouse : NIGHTS.engines()::killPostgres);
    String outcome;
    try (CommandLine command = nights.disturbed.start()) {
      int code = command.exitCode(BOUND_SECONDS);
      outcome = "exit code " + code;
      trap.awaitSprung(30);
      NIGHTS.engines().awaitBack();
      if (code == 0) {
        // it claims to have done all that the undisturbed one does
        nights.undisturbedNight();
        nights.same();
      } else {
        assertThat(command.text()).contains(death.ofClickHouse() ? "ClickHouse, " : "Postgres, ");
        outcome += code == 2 ? ", failed: " + String.join(", ", nights.disturbed.failedSteps()) : "";
      }
    }
    JsonNode healed = nights.heal();
    MatrixReport.note("a later night", death.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '), outcome, healed);
  }
}
