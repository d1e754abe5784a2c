package io.cascadian.ledger;

import com.clickhouse.data.ClickHouseFormat;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinaryReader;
import io.cascadian.store.Sql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the events of wallets, newest first.
 *
 * <p>A page costs what is on it, not what the wallet ever did: rows are read in the order of {@code wallet_events}, which has every version of an event. Of
 * these the one of the latest run counts, which a correction may have given another time; so where not all rows of a wallet were read, the others are searched for
 * later versions of what is on the page. Thread-safe.
 */
public final class WalletEvents {

  /** Rows beyond a page that are read with it: earlier versions and events that went. */
  private static final int SPARE = 50;
  /** After so many readings a page is returned as it is, so that a request ends however many events went. */
  private static final int READINGS = 5;

  private final ClickHouse clickHouse;

  public WalletEvents(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Marks a place between events: after everything that is earlier, by time, then key and token.
   *
   * @param at UTC seconds
   * @param key hex digits of the event's key
   */
  public record Place(long at, String key, BigInteger token) {

    /** Precedes all events. */
    public static final Place NEWEST = new Place(4_294_967_295L, "FF".repeat(200), BigInteger.ZERO);
  }

  /**
   * Describes an event of a wallet.
   *
   * @param kind BUY, SELL, SPLIT, MERGE, REDEMPTION or CONVERSION
   * @param role MAKER or TAKER of a trade; NONE of other events
   * @param tokenId 0 for what is no trade
   * @param conditionId empty for trades and conversions
   * @param shares traded, split, merged or converted; {@code usd} traded or paid out
   * @param feeShares outcome tokens withheld from a purchase; {@code feeUsd} USDC paid beside {@code usd}
   */
  public record Event(Place place, String eventId, String txHash, String kind, String role, BigInteger tokenId, String conditionId, String negRiskMarketId,
      BigDecimal shares, BigDecimal usd, BigDecimal feeShares, BigDecimal feeUsd) {

    public Instant time() {
      return Instant.ofEpochSecond(place.at);
    }
  }

  /**
   * Holds some events.
   *
   * @param next where the following page begins; null when there is none. A page can be shorter than it was asked for although there is a following one
   */
  public record Page(List<Event> events, Place next) {}

  private record Version(Event event, long revision, boolean deleted) {

    private String id() {
      return event.place.key + " " + event.place.token;
    }
  }

  /**
   * Returns the events of a wallet before a place.
   *
   * @param wallet {@code 0x} and 40 lower-case hex digits
   */
  public Page page(String wallet, Place before, int limit) {
    List<Event> events = new ArrayList<>();
    Place from = before;
    for (int reading = 0; reading < READINGS; reading++) {
      int rows = limit - events.size() + 1 + SPARE;
      List<Version> versions = read(wallet, from, rows);
      boolean whole = versions.size() < rows;
      if (!whole) {
        withoutLastEvent(versions);
      }
      for (Version version : visible(wallet, versions, whole && from.equals(Place.NEWEST))) {
        if (events.size() == limit) {
          return new Page(events, events.get(limit - 1).place);
        }
        events.add(version.event);
      }
      if (whole) {
        return new Page(events, null);
      }
      from = versions.get(versions.size() - 1).event.place;
    }
    return new Page(events, from);
  }

  private List<Version> read(String wallet, Place before, int rows) {
    boolean newest = before.equals(Place.NEWEST);
    List<Version> versions = new ArrayList<>();
    RowBinaryReader.forEach(
        clickHouse.open(null, Sql.load(newest ? "ledger/newest-events" : "ledger/events-before"), newest ? Map.of("wallet", wallet, "limit", rows)
            : Map.of("wallet", wallet, "at", before.at, "key", before.key, "token", before.token, "limit", rows), ClickHouseFormat.RowBinary),
        row -> versions.add(version(row)));
    return versions;
  }

  /** Leaves out the versions of the last event, which may not all have been read; the next reading begins with it. */
  private static void withoutLastEvent(List<Version> versions) {
    String last = versions.get(versions.size() - 1).id();
    int begin = versions.size() - 1;
    while (begin > 0 && versions.get(begin - 1).id().equals(last)) {
      begin--;
    }
    if (begin > 0) {
      versions.subList(begin, versions.size()).clear();
    }
  }

  /** Returns the versions that count, in their order. */
  private List<Version> visible(String wallet, List<Version> versions, boolean all) {
    Map<String, Long> newest = new HashMap<>();
    versions.forEach(version -> newest.merge(version.id(), version.revision, Math::max));
    if (!all && !versions.isEmpty()) {
      long least = versions.stream().mapToLong(Version::revision).min().getAsLong();
      RowBinaryReader.forEach(
          clickHouse.open(null, Sql.load("ledger/newer-versions"), Map.of("wallet", wallet, "revision", least, "keys",
              versions.stream().map(version -> version.event.place.key).distinct().toList()), ClickHouseFormat.RowBinary),
          row -> newest.merge(new EventKey(row.bytes()).hex() + " " + row.uint256(), row.int64(), Math::max));
    }
    Set<String> taken = new HashSet<>();
    return versions.stream().filter(version -> version.revision == newest.get(version.id()) && !version.deleted && taken.add(version.id())).toList();
  }

  private static Version version(RowBinaryReader row) {
    long at = row.uint32();
    EventKey key = new EventKey(row.bytes());
    Place place = new Place(at, key.hex(), row.uint256());
    return new Version(new Event(place, key.eventId(), key.transaction(), row.string(), row.string(), place.token, row.string(), row.string(), row.decimal64(),
        row.decimal64(), row.decimal64(), row.decimal64()), row.int64(), row.uint8() == 1);
  }
}
