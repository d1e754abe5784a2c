package io.cascadian.dev.sandbox;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Holds everything that the sandbox can serve: subgraph entities, the market catalogue, and the resolutions for the resolution map.
 *
 * <p>Made by the market simulator or read from a feed file; immutable, safe for concurrent reads.
 *
 * @param identity distinguishes datasets: readers see another identity as another deployment
 * @param lastBlock the newest block of the recorded history
 * @param lastTimestamp that block's time, UTC seconds
 * @param subgraphs tables by subgraph name ({@code orderbook-subgraph}, {@code activity-subgraph}, {@code pnl-subgraph}, …)
 * @param events the catalogue that the Gamma API shape is served from, ordered by id
 * @param resolutions content of the resolution map, ordered by time
 * @param forks reorganisations that the chain has been through, in the order in which they happened
 */
public record Dataset(
    String identity,
    long lastBlock,
    long lastTimestamp,
    Map<String, List<EntityTable>> subgraphs,
    List<Event> events,
    List<Resolution> resolutions,
    List<Fork> forks) {

  /** Creates a dataset whose chain was never reorganised. */
  public Dataset(
      String identity, long lastBlock, long lastTimestamp, Map<String, List<EntityTable>> subgraphs, List<Event> events,
      List<Resolution> resolutions) {
    this(identity, lastBlock, lastTimestamp, subgraphs, events, resolutions, List.of());
  }

  /** Returns a copy with another deployment id and the same rows. */
  public Dataset identifiedAs(String other) {
    return new Dataset(other, lastBlock, lastTimestamp, subgraphs, events, resolutions, forks);
  }

  /** Returns a copy with other rows of the same deployment. */
  public Dataset withTables(UnaryOperator<EntityTable> change) {
    Map<String, List<EntityTable>> changed = new LinkedHashMap<>();
    subgraphs.forEach((name, tables) -> changed.put(name, tables.stream().map(change).toList()));
    return new Dataset(identity, lastBlock, lastTimestamp, changed, events, resolutions, forks);
  }

  /** Returns a copy with the same rows on a chain with one more reorganisation. */
  public Dataset forkedAt(Fork fork) {
    List<Fork> all = new ArrayList<>(forks);
    all.add(fork);
    return new Dataset(identity, lastBlock, lastTimestamp, subgraphs, events, resolutions, List.copyOf(all));
  }

  /**
   * Describes a reorganisation of the chain.
   *
   * @param firstBlock the first block that is another one since
   * @param salt distinguishes the new branch from others
   */
  public record Fork(long firstBlock, long salt) {}

  /**
   * Describes a market event of the catalogue.
   *
   * @param id decimal Gamma id
   * @param category the event's own category; null when it has none
   * @param tags tag labels as delivered
   * @param negRiskMarketId {@code 0x} + 64 hex for neg-risk events, null otherwise
   * @param createdAt UTC seconds; the event is in the catalogue from then on
   * @param endsAt UTC seconds, null when open-ended
   */
  public record Event(
      String id,
      String slug,
      String title,
      String category,
      List<String> tags,
      String negRiskMarketId,
      long createdAt,
      Long endsAt,
      List<Market> markets) {}

  /**
   * Describes a market: one condition with its outcome tokens.
   *
   * @param id decimal Gamma id
   * @param conditionId {@code 0x} + 64 hex
   * @param questionId {@code 0x} + 64 hex; in a neg-risk event its last byte is the question's index
   * @param outcomes labels in outcome-index order
   * @param tokenIds decimal uint256 in outcome-index order
   * @param closedAt UTC seconds, null while open
   */
  public record Market(
      String id,
      String conditionId,
      String questionId,
      String question,
      String slug,
      List<String> outcomes,
      List<String> tokenIds,
      Long closedAt) {}

  /**
   * Describes the payouts of a condition.
   *
   * @param conditionId {@code 0x} + 64 hex
   * @param marketId decimal Gamma id; null when unknown
   * @param payouts fraction of one collateral unit per outcome index, summing to 1; null while unresolved
   * @param resolvedAt UTC seconds; null while unresolved. The map includes the payout from then on
   */
  public record Resolution(String conditionId, String marketId, List<BigDecimal> payouts, Long resolvedAt) {}
}
