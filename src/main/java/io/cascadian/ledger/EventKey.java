package io.cascadian.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Makes texts of an event's key, as the columns {@code event_id} and {@code tx_hash} of {@code wallet_events} do, which cost the server more than the rest of a
 * page. The first byte names the form: 1 – hash of the transaction and a second hash, 2 – hash and text, 3 – text that begins with the hash, other – text.
 */
record EventKey(byte[] bytes) {

  private static final HexFormat HEX = HexFormat.of();
  private static final int HASH_END = 33;
  private static final int HASH_TEXT_END = 67;

  /** Returns the key as capital hex digits. */
  String hex() {
    return HEX.withUpperCase().formatHex(bytes);
  }

  /** Returns the id of the event at its source. */
  String eventId() {
    return switch (form()) {
      case 1 -> hash() + "_0x" + HEX.formatHex(bytes, Math.min(HASH_END, bytes.length), bytes.length);
      case 2 -> hash() + text(HASH_END, bytes.length);
      default -> text(1, bytes.length);
    };
  }

  /** Returns the hash of the transaction. */
  String transaction() {
    return form() == 3 ? text(1, HASH_TEXT_END) : hash();
  }

  private int form() {
    return bytes.length == 0 ? 0 : bytes[0];
  }

  private String hash() {
    int end = Math.min(HASH_END, bytes.length);
    return "0x" + HEX.formatHex(bytes, Math.min(1, end), end);
  }

  private String text(int from, int to) {
    byte[] part = Arrays.copyOfRange(bytes, Math.min(from, bytes.length), Math.min(to, bytes.length));
    return new String(part, StandardCharsets.UTF_8);
  }
}
