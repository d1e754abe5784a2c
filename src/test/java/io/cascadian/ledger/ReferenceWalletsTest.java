package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceWalletsTest {

  private static final String WALLET = "0x" + "a".repeat(40);

  @TempDir
  private Path folder;

  @Test
  void tolerances_largerCounts_walletOverridesFile() throws IOException {
    ReferenceWallets wallets = read(String.format(Locale.ROOT, """
        {"tolerance": {"absolute": 2, "percent": 1},
         "wallets": [
          {"wallet": "0x%s", "expected": {"realized_pnl_usd": "-1000.000001", "trades": 10}},
          {"wallet": "0x%s", "tolerance": {}, "expected": {"volume_usd": 5.5}}]}
        """, "AB".repeat(20), "cd".repeat(20)));
    assertThat(wallets.wallets()).containsExactly("0x" + "ab".repeat(20), "0x" + "cd".repeat(20));
    assertThat(wallets.expectations()).extracting(e -> e.measure() + " " + e.expected() + " ± " + e.tolerance().toPlainString())
        .containsExactly("realized_pnl_usd -1000.000001 ± 10.00000001", "trades 10 ± 2", "volume_usd 5.5 ± 0");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"wallets\": [,]}                                                            | line 1, column 14: Unexpected character",
      "[]                                                                            | the file: expected an object",
      "{\"wallets\": []}                                                             | wallets: expected a list of at least one wallet",
      "{\"wallets\": 7}                                                              | wallets: expected a list",
      "{\"wallet\": []}                                                              | the file: there is no field 'wallet'",
      "{\"wallets\": [W], \"wallets\": []}                                           | Duplicate field 'wallets'",
      "{\"wallets\": [W, W]}                                                         | wallets[1].wallet: WALLET is there twice",
      "{\"wallets\": [W, {\"wallet\": \"0x12\", \"expected\": {}}]}                  | wallets[1].wallet: '0x12' is not an address",
      "{\"wallets\": [{\"wallet\": \"WALLET\", \"expected\": {}}]}                   | wallets[0].expected: expected at least one of realized_pnl_usd",
      "{\"wallets\": [{\"wallet\": \"WALLET\"}]}                                     | wallets[0].expected: expected an object",
      "{\"wallets\": [{\"wallet\": \"WALLET\", \"expected\": {\"pnl\": 1}}]}         | wallets[0].expected: there is no field 'pnl'; known are average_cost",
      "{\"wallets\": [{\"wallet\": \"WALLET\", \"expected\": {\"trades\": null}}]}   | wallets[0].expected.trades: null is not a number",
      "{\"wallets\": [{\"wallet\": \"WALLET\", \"expected\": {\"trades\": \"1o\"}}]} | wallets[0].expected.trades: \"1o\" is not a number",
      "{\"tolerance\": {\"percent\": -1}, \"wallets\": [W]}                          | tolerance.percent: -1 is below 0",
  })
  void invalidReference_isNamed(String text, String message) {
    String json = text.strip().replaceAll("\\bW\\b", "{\"wallet\": \"WALLET\", \"expected\": {\"trades\": 1}}").replace("WALLET", WALLET);
    assertThatThrownBy(() -> read(json)).isInstanceOf(ReferenceFileException.class)
        .hasMessageContaining("reference.json cannot be used").hasMessageContaining(message.replace("WALLET", WALLET));
  }

  @Test
  void missingFile_isNamed() {
    assertThatThrownBy(() -> ReferenceWallets.of(folder.resolve("nowhere.json"))).isInstanceOf(ReferenceFileException.class)
        .hasMessageContaining("nowhere.json cannot be used: the file: there is no such file").hasMessageNotContaining("Exception");
  }

  @Test
  void byteOrderMark_isPassedOver_andBytesThatAreNoTextAreNamed() throws IOException {
    String json = "{\"wallets\": [{\"wallet\": \"" + WALLET + "\", \"expected\": {\"trades\": 1}}]}";
    assertThat(read("\uFEFF" + json).wallets()).containsExactly(WALLET);
    Path file = Files.write(folder.resolve("latin.json"), json.replace("{\"wallets", "{\"description\": \"\u00e9\", \"wallets").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ReferenceWallets.of(file)).isInstanceOf(ReferenceFileException.class).hasMessageContaining("line 1, column ")
        .hasMessageContaining("UTF-8").hasMessageNotContaining("Exception");
    assertThatThrownBy(() -> ReferenceWallets.of(folder)).isInstanceOf(ReferenceFileException.class).hasMessageNotContaining("Exception");
  }

  private ReferenceWallets read(String json) throws IOException {
    Path file = folder.resolve("reference.json");
    Files.writeString(file, json);
    return ReferenceWallets.of(file);
  }
}
