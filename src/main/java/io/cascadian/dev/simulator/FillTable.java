package io.cascadian.dev.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.Schemas;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Stores {@code OrderFilledEvent} rows in columns: 64 bytes a row at most, so that tens of millions fit in memory; identifiers are made when asked for.
 *
 * <p>Filled by one thread, then {@link #sort sorted} and from there on immutable.
 */
final class FillTable implements EntityTable, FillSink {

  /** Stands for the collateral in the asset columns. */
  static final int USDC = -1;

  private static final SerializedString ZERO = new SerializedString("0");
  /** Large enough for the longest value, an id. */
  private static final ThreadLocal<byte[]> TEXT = ThreadLocal.withInitial(() -> new byte[160]);

  private final EntityType type = Schemas.entity(Schemas.ORDERBOOK, "OrderFilledEvent");
  private final SimulatedWallets wallets;
  private final SerializedString[] tokens;
  private final long epoch;
  private final long firstBlock;
  private int size;
  private int[] second = new int[1 << 16];
  private long[] tx = new long[1 << 16];
  private long[] order = new long[1 << 16];
  private int[] maker = new int[1 << 16];
  private int[] taker = new int[1 << 16];
  private int[] makerAsset = new int[1 << 16];
  private int[] takerAsset = new int[1 << 16];
  private long[] makerAmount = new long[1 << 16];
  private long[] takerAmount = new long[1 << 16];
  private long[] fee = new long[1 << 16];
  /** When rows appear and vanish, as {@link #second}; null while every row appears when it happens, and stays. */
  private int[] appears;
  private int[] vanishes;

  /**
   * @param tokens decimal token ids by index
   * @param epoch time of {@code firstBlock}, UTC seconds; rows' times count from it
   */
  FillTable(SimulatedWallets wallets, List<String> tokens, long epoch, long firstBlock) {
    this.wallets = wallets;
    this.tokens = tokens.stream().map(SerializedString::new).toArray(SerializedString[]::new);
    this.epoch = epoch;
    this.firstBlock = firstBlock;
  }

  @Override
  public void add(Fill fill) {
    if (size == second.length) {
      grow(size + (size >> 1));
    }
    second[size] = (int) (fill.ts() - epoch);
    tx[size] = fill.txKey();
    order[size] = fill.orderKey();
    maker[size] = fill.maker();
    taker[size] = fill.counterparty();
    makerAsset[size] = fill.gives();
    takerAsset[size] = fill.gets();
    makerAmount[size] = fill.given();
    takerAmount[size] = fill.got();
    fee[size] = fill.fee();
    if (appears == null && (fill.appears() != fill.ts() || fill.vanishes() != Long.MAX_VALUE)) {
      appears = Arrays.copyOf(second, second.length);
      vanishes = new int[second.length];
      Arrays.fill(vanishes, Integer.MAX_VALUE);
    }
    if (appears != null) {
      appears[size] = (int) (fill.appears() - epoch);
      vanishes[size] = (int) Math.min(fill.vanishes() - epoch, Integer.MAX_VALUE);
    }
    size++;
  }

  private void grow(int capacity) {
    second = Arrays.copyOf(second, capacity);
    tx = Arrays.copyOf(tx, capacity);
    order = Arrays.copyOf(order, capacity);
    maker = Arrays.copyOf(maker, capacity);
    taker = Arrays.copyOf(taker, capacity);
    makerAsset = Arrays.copyOf(makerAsset, capacity);
    takerAsset = Arrays.copyOf(takerAsset, capacity);
    makerAmount = Arrays.copyOf(makerAmount, capacity);
    takerAmount = Arrays.copyOf(takerAmount, capacity);
    fee = Arrays.copyOf(fee, capacity);
    if (appears != null) {
      appears = Arrays.copyOf(appears, capacity);
      vanishes = Arrays.copyOf(vanishes, capacity);
    }
  }

  /** Brings the rows into the order of (timestamp, id): first by second with the row number packed in, then within each second by id. */
  void sort() {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = ((long) second[i] << 32) | i;
    }
    Arrays.parallelSort(keys);
    int[] permutation = new int[size];
    for (int start = 0; start < size; ) {
      int end = start;
      while (end < size && keys[end] >>> 32 == keys[start] >>> 32) {
        end++;
      }
      if (end == start + 1) {
        permutation[start] = (int) keys[start];
        start = end;
        continue;
      }
      Integer[] rows = new Integer[end - start];
      for (int i = start; i < end; i++) {
        rows[i - start] = (int) keys[i];
      }
      Arrays.sort(rows, (a, b) -> {
        int byTx = Long.compareUnsigned(tx[a], tx[b]);
        int byId = byTx != 0 ? byTx : Long.compareUnsigned(order[a], order[b]);
        return byId != 0 || appears == null ? byId : Integer.compare(appears[a], appears[b]);
      });
      for (int i = start; i < end; i++) {
        permutation[i] = rows[i - start];
      }
      start = end;
    }
    second = permuted(second, permutation);
    tx = permuted(tx, permutation);
    order = permuted(order, permutation);
    maker = permuted(maker, permutation);
    taker = permuted(taker, permutation);
    makerAsset = permuted(makerAsset, permutation);
    takerAsset = permuted(takerAsset, permutation);
    makerAmount = permuted(makerAmount, permutation);
    takerAmount = permuted(takerAmount, permutation);
    fee = permuted(fee, permutation);
    if (appears != null) {
      appears = permuted(appears, permutation);
      vanishes = permuted(vanishes, permutation);
    }
  }

  private static int[] permuted(int[] column, int[] permutation) {
    int[] sorted = new int[permutation.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = column[permutation[i]];
    }
    return sorted;
  }

  private static long[] permuted(long[] column, int[] permutation) {
    long[] sorted = new long[permutation.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = column[permutation[i]];
    }
    return sorted;
  }

  /** Returns whether the row is a taker's own order. */
  boolean isTakerLeg(int row) {
    return wallets.isExchange(taker[row]);
  }

  long timestamp(int row) {
    return epoch + second[row];
  }

  String transactionHash(int row) {
    return Hash.of(tx[row]);
  }

  private SerializedString asset(int token) {
    return token == USDC ? ZERO : tokens[token];
  }

  @Override
  public EntityType type() {
    return type;
  }

  @Override
  public String sortField() {
    return "timestamp";
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Object value(int row, int field) {
    return switch (field) {
      case 0 -> Hash.of(tx[row]) + "_" + Hash.of(order[row]);
      case 1 -> Hash.of(tx[row]);
      case 2 -> timestamp(row);
      case 3 -> Hash.of(order[row]);
      case 4 -> wallets.address(maker[row]);
      case 5 -> wallets.address(taker[row]);
      case 6 -> asset(makerAsset[row]).getValue();
      case 7 -> asset(takerAsset[row]).getValue();
      case 8 -> makerAmount[row];
      case 9 -> takerAmount[row];
      case 10 -> fee[row];
      default -> throw new IllegalArgumentException("no field " + field);
    };
  }

  @Override
  public void write(JsonGenerator json, int row, int field) throws IOException {
    byte[] text = TEXT.get();
    switch (field) {
      case 0 -> {
        int end = Hash.write(tx[row], text, 0);
        text[end] = '_';
        json.writeRawUTF8String(text, 0, Hash.write(order[row], text, end + 1));
      }
      case 1 -> json.writeRawUTF8String(text, 0, Hash.write(tx[row], text, 0));
      case 2 -> number(json, timestamp(row), text);
      case 3 -> json.writeRawUTF8String(text, 0, Hash.write(order[row], text, 0));
      case 4 -> json.writeString(wallets.encodedAddress(maker[row]));
      case 5 -> json.writeString(wallets.encodedAddress(taker[row]));
      case 6 -> json.writeString(asset(makerAsset[row]));
      case 7 -> json.writeString(asset(takerAsset[row]));
      case 8 -> number(json, makerAmount[row], text);
      case 9 -> number(json, takerAmount[row], text);
      case 10 -> number(json, fee[row], text);
      default -> throw new IllegalArgumentException("no field " + field);
    }
  }

  /** Writes a number that is not negative as a string of its digits. */
  private static void number(JsonGenerator json, long value, byte[] text) throws IOException {
    int at = text.length;
    long rest = value;
    do {
      text[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    json.writeRawUTF8String(text, at, text.length - at);
  }

  @Override
  public long block(int row) {
    return firstBlock + (appears == null ? second : appears)[row] / 2;
  }

  @Override
  public long removedAtBlock(int row) {
    return vanishes == null || vanishes[row] == Integer.MAX_VALUE ? Long.MAX_VALUE : firstBlock + vanishes[row] / 2;
  }
}
