package io.cascadian.e2e;

import io.cascadian.testkit.OneTrade;
import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.testkit.CommandRun;
import io.cascadian.testkit.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with the wallet tables on the command line; each command within this process, on databases that stay. */
class LedgerCommandsIT {

  @TempDir
  private Path folder;

  private final Map<String, String> settings = new HashMap<>();

  @Test
  @Tag("proof")
  void rebuildRollbackGates_haveDocumentedExitCodes() throws Exception {
    settings.putAll(new OneTrade(4_000_000, 10_000_000, "1,0").environment(folder, TestStores.freshEnvironment()));
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
