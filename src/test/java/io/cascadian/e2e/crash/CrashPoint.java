package io.cascadian.e2e.crash;

import io.cascadian.e2e.crash.Trap.Moment;
import io.cascadian.testkit.World;
import java.util.Arrays;
import java.util.stream.Stream;

/** Lists the points at which a run is killed: the rows of the crash table in {@code docs/design.md}, recognised by requests to the databases. */
enum CrashPoint {
  RUN_NOT_BEGUN(Store.POSTGRES, Moment.BEFORE, "INSERT INTO runs .kind, trigger, status, fence", false, "", "-run -trades"),
  STEP_NOT_BEGUN(Store.POSTGRES, Moment.BEFORE, "INSERT INTO run_steps.{0,700}?resolutions", false, "", "run -file -building"),
  CATALOGUE_HALF_WRITTEN(Store.CLICKHOUSE, Moment.HALFWAY, "INSERT%20INTO%20markets_dim", false, "markets", "run -trades -cursor"),
  BEFORE_INSERT(Store.CLICKHOUSE, Moment.BEFORE, Wire.INSERT_OF_TRADES, false, "ingest", "run -trades -cursor"),
  DURING_INSERT(Store.CLICKHOUSE, Moment.HALFWAY, Wire.INSERT_OF_TRADES, false, "ingest", "run -trades -cursor"),
  AFTER_INSERT_BEFORE_CURSOR(Store.CLICKHOUSE, Moment.AFTER, Wire.INSERT_OF_TRADES, true, "ingest", "run trades -cursor"),
  CURSOR_WRITTEN_NOT_COMMITTED(Store.POSTGRES, Moment.AFTER, Wire.CURSOR_OF_FILLS, false, "ingest", "run trades -cursor"),
  BEFORE_CURSOR_COMMIT(Store.POSTGRES, Moment.BEFORE, Wire.CURSOR_OF_FILLS + ".*?COMMIT", false, "ingest", "run trades -cursor"),
  CURSOR_COMMIT_HALF_SENT(Store.POSTGRES, Moment.HALFWAY, Wire.CURSOR_OF_FILLS + ".*?COMMIT", false, "ingest", "run trades -cursor"),
  CURSOR_COMMITTED_ANSWER_LOST(Store.POSTGRES, Moment.AFTER, Wire.CURSOR_OF_FILLS + ".*?COMMIT", true, "ingest", "run trades cursor"),
  MAP_HALF_STAGED(Store.CLICKHOUSE, Moment.HALFWAY, "INSERT%20INTO%20resolution_staging", false,
      "resolutions", "run trades cursor -map -file"),
  MAP_APPLIED_NOT_RECORDED(Store.POSTGRES, Moment.BEFORE, "INSERT INTO resolution_files", false, "resolutions", "run map -file"),
  MAP_RECORDED_NOT_MOVED(Store.POSTGRES, Moment.AFTER, "INSERT INTO resolution_files.*?COMMIT", false,
      "resolutions", "run map file -building"),
  BUILD_HALF_FILLED(Store.CLICKHOUSE, Moment.AFTER, "INSERT INTO " + Wire.SECOND + "__layers", false, "publish-wallets", "run building -seen"),
  BUILD_FILLED_NOT_VERIFIED(Store.POSTGRES, Moment.BEFORE, "UPDATE build_tables SET rows", false, "publish-wallets", "run building -seen"),
  BUILD_VERIFIED_BEFORE_PUBLICATION(Store.POSTGRES, Moment.BEFORE, "UPDATE ledger_builds SET state = 'publishing'", false,
      "publish-wallets", "run building -publishing -seen"),
  PUBLICATION_DECIDED(Store.CLICKHOUSE, Moment.BEFORE, Wire.PUBLICATION, false, "publish-wallets", "run publishing -watermark -seen"),
  READERS_SEE_THE_BUILD(Store.CLICKHOUSE, Moment.AFTER, Wire.PUBLICATION, true, "publish-wallets", "run publishing -watermark seen"),
  BEFORE_WATERMARK(Store.POSTGRES, Moment.BEFORE, "UPDATE ledger_builds SET state = 'published'", false,
      "publish-wallets", "run publishing -watermark seen"),
  WATERMARK_COMMITTED_ANSWER_LOST(Store.POSTGRES, Moment.AFTER, "UPDATE ledger_state.*?COMMIT", false,
      "publish-wallets", "run published watermark -gates seen"),
  BEFORE_RUN_IS_CLOSED(Store.POSTGRES, Moment.BEFORE, "UPDATE runs SET status = .1", false, "", "run published watermark gates");

  private enum Store {
    CLICKHOUSE, POSTGRES
  }

  /** Patterns of requests that several points share. */
  private static final class Wire {
    /** Matches inserts of the batch route, which name the database, and of Java code, which do not; not of staging tables, whose names have the same prefix. */
    private static final String INSERT_OF_TRADES = "INSERT%20INTO%20(?:%60\\w+%60\\.%60)?trades_raw(?!\\w)";
    /** The published table that is filled second. */
    private static final String SECOND = World.tables().get(1).name();
    /** Names the columns, unlike the migration that fills the table first. */
    private static final String PUBLICATION = "INSERT INTO published_layers .name[^']+'published'";
    private static final String CURSOR_OF_FILLS = "INSERT INTO cursors.{0,500}?fills";
  }

  private final Store store;
  private final Moment moment;
  private final String request;
  private final boolean fast;
  private final String step;
  private final String stored;

  /**
   * @param step that is running at the point; empty for none
   * @param stored what the databases hold of the run at the point, and with a minus what they do not, as keywords of {@link Scene}
   */
  CrashPoint(Store store, Moment moment, String request, boolean fast, String step, String stored) {
    this.store = store;
    this.moment = moment;
    this.request = request;
    this.fast = fast;
    this.step = step;
    this.stored = stored;
  }

  /** Those that every build goes through; all of them with {@code -Pproof}. */
  static Stream<CrashPoint> chosen() {
    return Arrays.stream(values()).filter(point -> point.fast || isFull());
  }

  static boolean isFull() {
    return Boolean.getBoolean("proof");
  }

  /**
   * Executes an action once, when the installation's process next reaches this point, and ends the connection. Afterwards the trap fails if the databases
   * are not in the state of this point.
   */
  Trap arm(Installation at, Trap.Action action) {
    Trap trap = Trap.cutting(moment, request, 1, () -> {
      try {
        Scene.require(at, this, step, stored);
      } finally {
        action.run();
      }
    });
    proxy(at).arm(trap);
    return trap;
  }

  /** Executes an action once at this point, then lets the request pass. Fails without executing it if the databases are not in the state of this point. */
  void hold(Installation at, Trap.Action action) {
    proxy(at).arm(Trap.passing(moment, request, 1, () -> {
      Scene.require(at, this, step, stored);
      action.run();
    }));
  }

  private WireProxy proxy(Installation at) {
    return store == Store.CLICKHOUSE ? at.toClickHouse : at.toPostgres;
  }

  /** As a reader of the matrix would call it. */
  String title() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
