package io.cascadian.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Texts of event keys in each of their forms; {@code WalletReadsIT} holds them against the columns of the table. */
class EventKeyTest {

  private static final String HASH = "0x" + "ab".repeat(32);

  @Test
  void twoHashes_areIdAndTransaction() {
    EventKey key = new EventKey(joined(new byte[] {1}, filled(0xab), filled(0x0c)));
    assertThat(key.eventId()).isEqualTo(HASH + "_0x" + "0c".repeat(32));
    assertThat(key.transaction()).isEqualTo(HASH);
    assertThat(key.hex()).isEqualTo("01" + "AB".repeat(32) + "0C".repeat(32));
  }

  @Test
  void hashAndText_areIdAndTransaction() {
    EventKey key = new EventKey(joined(new byte[] {2}, filled(0xab), "_17".getBytes(StandardCharsets.UTF_8)));
    assertThat(key.eventId()).isEqualTo(HASH + "_17");
    assertThat(key.transaction()).isEqualTo(HASH);
  }

  @Test
  void text_isIdAndBeginsWithTransaction() {
    EventKey key = new EventKey(("\u0003" + HASH + "é").getBytes(StandardCharsets.UTF_8));
    assertThat(key.eventId()).isEqualTo(HASH + "é");
    assertThat(key.transaction()).isEqualTo(HASH);
    assertThat(new EventKey(new byte[] {3, 'a'}).transaction()).isEqualTo("a");
  }

  @Test
  void unusualKeys_giveTextsWithoutFailure() {
    assertThat(new EventKey(new byte[0]).eventId()).isEmpty();
    assertThat(new EventKey(new byte[0]).transaction()).isEqualTo("0x");
    assertThat(new EventKey(new byte[] {1, 2}).eventId()).isEqualTo("0x02_0x");
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
