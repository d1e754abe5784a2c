package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.testkit.CommandRun;
import io.cascadian.testkit.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with the wallet tables on the command line; each command within this process, on databases that stay. */
class LedgerCommandsIT {

  /** A buy of ten shares for four dollars, with its taker's order, in a market that paid. */
  private static final String FEED = """
      {"record":"entity","subgraph":"orderbook-subgraph","entity":"OrderFilledEvent","block":80000000,"object":{"id":"0xaa_0xbb",\
      "transactionHash":"0xaa","timestamp":"1760000000","orderHash":"0xbb","maker":"0x1111111111111111111111111111111111111111",\
      "taker":"0x2222222222222222222222222222222222222222","makerAssetId":"0","takerAssetId":"77","makerAmountFilled":"4000000",\
      "takerAmountFilled":"10000000","fee":"0"}}
      {"record":"event","id":"1","slug":"example","title":"Example","tags":["Crypto"],"created_at":1750000000}
      {"record":"market","event_id":"1","id":"2","condition_id":"0x00000000000000000000000000000000000000000000000000000000000000aa",\
      "question":"Will it?","outcomes":["Yes","No"],"token_ids":["77","78"]}
      {"record":"token","block":80000000,"token_id":"77","condition_id":"0x00000000000000000000000000000000000000000000000000000000000000aa",\
      "outcome_index":0}
      {"record":"condition","block":80000000,"condition_id":"0x00000000000000000000000000000000000000000000000000000000000000aa",\
      "token_ids":["77","78"],"payout_numerators":[1,0]}
      """;

  @TempDir
  private Path folder;

  private final Map<String, String> settings = new HashMap<>();

  @Test
  void rebuildRollbackGates_haveDocumentedExitCodes() throws Exception {
    Path feed = folder.resolve("feed.jsonl");
    Files.writeString(feed, FEED);
    settings.putAll(TestStores.freshEnvironment());
    settings.putAll(Map.of("SANDBOX_FEED", feed.toString(), "RESOLUTION_MIN_RESOLVED", "0", "LOG_DIR", folder.resolve("logs").toString(),
        "RUNTIME_DIR", folder.resolve("runtime").toString(), "DROP_DIR", folder.resolve("drop").toString(), "DATA_DIR", folder.resolve("data").toString()));
    run(0, "overall: success", "nightly");
    run(0, "rebuild +success .*rows_differing 0", "rebuild", "--dry-run");
    run(0, "trade_cashflows_v3: 1 rows equal, 0 differing, 0 added, 0 missing; cashflow -4", "rebuild");
    run(0, "rollback +success", "rollback", "--build", "1");
    run(2, "rollback +success .*events 1", "rollback", "--to", "2020-01-01", "--yes", "--dry-run");
    run(0, "rollback +success .*events 0", "rollback", "--to", "2026-01-01", "--dry-run");
    run(0, "(?m)^fills +1 ", "streams");
    run(1, "no stream 'fils' was ever read; there are \\[.*fills", "streams", "forget", "fils");
    assertThat(run(0, "build", "rollback", "--list")).containsPattern("(?m)^ +1 .* published +passed$").containsPattern("(?m)^ +3 .* retained +not asked$");

    run(1, "rollback +failed .*Build 99 is not retained. There are: 1 \\(published", "rollback", "--build", "99");

    run(0, "✓ conservation .*trades 1 raw, 1 in", "gates");
    settings.put("RESOLUTION_MIN_RESOLVED", "2");
    Path references = folder.resolve("references.json");
    Files.writeString(references,
        "{\"wallets\": [{\"wallet\": \"0x1111111111111111111111111111111111111111\", \"expected\": {\"trades\": 2}}]}");
    settings.put("REFERENCE_WALLETS_FILE", references.toString());
    assertThat(run(1, "✗ resolution-integrity ", "gates")).contains("✗ reference-wallets ", "measure trades · expected 2 · actual 1");
    Files.writeString(references, "{\"wallets\": [{\"wallet\": \"0x11\"}]}");
    run(1, "REFERENCE_WALLETS_FILE: the reference wallets in .* wallets\\[0\\].wallet: '0x11' is not an address", "gates");
  }

  private String run(int expected, String line, String... arguments) {
    CommandRun command = CommandRun.of(settings, arguments);
    assertThat(command.code()).as(command.text()).isEqualTo(expected);
    assertThat(command.text()).containsPattern(line);
    return command.text();
  }
}
