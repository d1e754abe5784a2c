package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.World;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers of shares, from a feed to their table: which of them are between wallets, and what becomes of corrected ones. */
class TransfersIT {

  private static final String ANN = "0x" + "a".repeat(40);
  private static final String BOB = "0x" + "b".repeat(40);
  private static final String ZERO = "0x" + "0".repeat(40);
  private static final String EXCHANGE = "0x4bfb41d5b3570defd03c39a9a4d8de6bd8b8982e";
  private static final String ADAPTER = "0xd91e80cf2e7be2e162c6513ced06f1dd0da35296";
  private static final String POOL = "0x" + "d".repeat(40);

  @TempDir
  private Path folder;

  private World world;

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void transfers_betweenWallets_areStored_otherLegsAreNot() {
    open(new EntityFeed("transfers-subgraph", "ShareTransfer")
        .add("0xt1", 100, transfer(ANN, BOB, null, "77", "1500000"))
        .add("0xt2", 110, transfer(ANN, BOB, ANN, "77\",\"78\",\"77", "1\",\"2\",\"3"))
        .add("0xt3", 120, transfer(ZERO, ANN, null, "77", "1"))
        .add("0xt4", 130, transfer(ANN, ZERO, null, "77", "1"))
        .add("0xt5", 140, transfer(ANN, EXCHANGE, null, "77", "1"))
        .add("0xt6", 150, transfer(ADAPTER, ANN, null, "77", "1"))
        .add("0xt7", 160, transfer(ANN, BOB, EXCHANGE, "77", "1"))
        .add("0xt8", 170, transfer(ANN, ANN, null, "77", "1"))
        .add("0xt9", 180, transfer(BOB, POOL, null, "77", "4"))
        .add("0xta", 190, transfer(ANN, BOB, null, "77\",\"78", "1")));
    StepResult first = ingest(1);
    assertThat(first.details()).containsEntry("events", 10L).containsEntry("rejected", Map.of("bad-transfer", 1L));
    assertThat(transfers()).containsExactly("0xt1 0 a b 77 1.5", "0xt2 0 a b 77 0.000001", "0xt2 1 a b 78 0.000002", "0xt2 2 a b 77 0.000003",
        "0xt9 0 b d 77 0.000004");
    assertThat(ingest(2).details()).containsEntry("events", 0L).containsEntry("corrected", 0L).containsEntry("tombstoned", 0L);
    assertThat(world.clickHouse.queryLong("SELECT max(revision) FROM share_transfers", Map.of())).as("nothing is written again").isEqualTo(1);

    // a pool that becomes known later
    world.clickHouse.execute("INSERT INTO contracts (address, source, kind, note, condition_id, revision, is_deleted) VALUES ({pool:String}, 'subgraph',"
        + " 'amm', '', '', 1, 0)", Map.of("pool", POOL));
    assertThat(rows("SELECT concatWithSeparator(' ', substring(wallet, 3, 1), toString(transfers_in), toString(transfers_out), toString(shares_in),"
        + " toString(shares_out)) FROM wallet_transfer_totals ORDER BY wallet")).containsExactly("a 0 4 0 1.500006", "b 4 0 1.500006 0");
    WalletActivity activity = new WalletActivity(world.clickHouse);
    assertThat(activity.transfers(BOB)).satisfies(bob -> {
      assertThat(bob.in()).isEqualTo(4);
      assertThat(bob.out()).isZero();
      assertThat(bob.sharesIn()).isEqualByComparingTo("1.500006");
      assertThat(bob.lastAt()).isEqualTo(Instant.ofEpochSecond(EntityFeed.START + 110));
    });
    assertThat(activity.transfers(POOL).in()).isZero();

    world.publisher().publish(FenceGuard.of(3));
    assertThat(world.clickHouse.queryLong("SELECT count() FROM wallet_pnl_summary_final", Map.of())).as("no P&L").isZero();
  }

  @Test
  void firstTransfersOfAll_areSeenWithinASecond() {
    open(new EntityFeed("transfers-subgraph", "ShareTransfer").add("0xt1", 100, transfer(ANN, BOB, null, "77", "1")));
    AtomicLong nanos = new AtomicLong();
    WalletActivity activity = new WalletActivity(world.clickHouse, nanos::get);
    assertThat(activity.transfers(BOB).available()).isFalse();
    ingest(1);
    assertThat(activity.transfers(BOB).available()).as("not asked again").isFalse();
    nanos.addAndGet(Duration.ofMillis(1_001).toNanos());
    assertThat(activity.transfers(BOB).in()).isEqualTo(1);
    assertThat(activity.transfers(ANN).out()).as("as new as the ingestion from now on").isEqualTo(1);
  }

  @Test
  void correctedAndTombstonedTransfers_followInTheNextRun() {
    open(new EntityFeed("transfers-subgraph", "ShareTransfer").add("0xt1", 100, transfer(ANN, BOB, null, "77\",\"78", "1\",\"2"))
        .add("0xt2", 90, transfer(ANN, BOB, null, "77", "3")).add("0xt3", 120, transfer(ANN, BOB, null, "77", "4"))
        .add("0xt4", 130, transfer(ANN, BOB, null, "77", "5")));
    ingest(1);
    world.serve(new EntityFeed("transfers-subgraph", "ShareTransfer").add("0xt1", 100, transfer(ANN, BOB, null, "77", "1"))
        .add("0xt2", 90, transfer(ANN, "0x" + "e".repeat(40), null, "77", "6")).add("0xt3", 120, transfer(ANN, EXCHANGE, null, "77", "4"))
        .add("0xt5", 140, transfer(BOB, ANN, null, "78", "7")).dataset(folder), EntityFeed.NOW + 120);
    assertThat(ingest(2).details()).containsEntry("events", 1L).containsEntry("corrected", 1L).containsEntry("tombstoned", 3L);
    assertThat(transfers()).containsExactly("0xt1 0 a b 77 0.000001", "0xt2 0 a e 77 0.000006", "0xt5 0 b a 78 0.000007");
    assertThat(new WalletActivity(world.clickHouse).transfers(BOB)).as("the receiver of before has it no longer").satisfies(bob -> {
      assertThat(bob.in()).isEqualTo(1);
      assertThat(bob.firstAt()).isEqualTo(Instant.ofEpochSecond(EntityFeed.START + 100));
    });
    assertThat(world.clickHouse.queryLong("SELECT count() FROM corrected_events", Map.of())).as("the ledger has nothing to compute").isZero();
  }

  @Test
  void rollback_takesTransfersBack() {
    open(new EntityFeed("transfers-subgraph", "ShareTransfer").add("0xt1", 100, transfer(ANN, BOB, null, "77", "1"))
        .add("0xt2", 200, transfer(ANN, BOB, null, "77", "2")));
    ingest(1);
    StepResult back = new Rollback(world.clickHouse, world.postgres, Clock.systemUTC()).to(Instant.ofEpochSecond(EntityFeed.START + 150),
        List.of(Streams.transfers(world.sandbox.baseUrl())), FenceGuard.of(2), false, false);
    assertThat(back.rows()).isEqualTo(1);
    assertThat(transfers()).containsExactly("0xt1 0 a b 77 0.000001");
    assertThat(ingest(3).details()).containsEntry("events", 1L);
    assertThat(transfers()).hasSize(2);
  }

  private void open(EntityFeed feed) {
    world = new World(feed.dataset(folder), EntityFeed.NOW);
  }

  private StepResult ingest(long fence) {
    return world.ingest(fence, List.of(Streams.transfers(world.sandbox.baseUrl())));
  }

  private List<String> transfers() {
    return rows("SELECT concatWithSeparator(' ', event_id, toString(batch_index), substring(from_wallet, 3, 1), substring(to_wallet, 3, 1),"
        + " toString(token_id), toString(shares)) FROM share_transfers FINAL ORDER BY event_id, batch_index");
  }

  private List<String> rows(String sql) {
    return world.clickHouse.query(sql, Map.of(), row -> row.getString(1));
  }

  /** An object as in a feed's line, without id and time; several tokens and amounts with quotes between them. */
  private static String transfer(String from, String to, String operator, String tokens, String amounts) {
    return "\"from\":\"" + from + "\",\"to\":\"" + to + "\",\"tokenIds\":[\"" + tokens + "\"],\"amounts\":[\"" + amounts + "\"]"
        + (operator == null ? "" : ",\"operator\":\"" + operator + "\"");
  }
}
