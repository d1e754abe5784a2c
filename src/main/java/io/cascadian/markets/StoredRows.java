package io.cascadian.markets;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes to a dimension table what differs from what it holds, and nothing else.
 *
 * <p>Knows each stored row by a digest of its encoding, so that a catalogue of any size costs 16 bytes a row. Not thread-safe.
 */
final class StoredRows {

  private final String table;
  private final List<String> columns;
  private final long fence;
  private final Map<String, ByteBuffer> stored = new HashMap<>();
  private RowBinary pending = new RowBinary();
  private long written;

  /** @param columns without {@code revision} and {@code is_deleted} */
  StoredRows(String table, List<String> columns, long fence) {
    this.table = table;
    this.columns = columns;
    this.fence = fence;
  }

  /** Notes what is stored under a key. */
  void isStored(String key, Consumer<RowBinary> row) {
    stored.put(key, digest(encoded(row)));
  }

  /** Returns whether there is a row under the key, stored or about to be. */
  boolean has(String key) {
    return stored.containsKey(key);
  }

  /** Writes the row when it is new or different; returns whether it was. */
  boolean write(String key, Consumer<RowBinary> row) {
    ByteBuffer digest = digest(encoded(row));
    if (digest.equals(stored.put(key, digest))) {
      return false;
    }
    row.accept(pending);
    pending.int64(fence).int8(0).endRow();
    written++;
    return true;
  }

  /** Sends what is waiting. */
  void flush(ClickHouse clickHouse) {
    if (pending.rows() > 0) {
      List<String> all = new java.util.ArrayList<>(columns);
      all.add("revision");
      all.add("is_deleted");
      clickHouse.insert(table, all, null, pending::writeTo);
      pending = new RowBinary();
    }
  }

  long written() {
    return written;
  }

  private static byte[] encoded(Consumer<RowBinary> row) {
    RowBinary binary = new RowBinary();
    row.accept(binary);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      binary.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static ByteBuffer digest(byte[] bytes) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
