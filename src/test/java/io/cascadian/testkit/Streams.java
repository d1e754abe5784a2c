package io.cascadian.testkit;

import io.cascadian.source.StreamDefinition;
import java.util.List;

/** The streams of the first exchange generation, as the routes define them. */
public final class Streams {

  private Streams() {}

  public static List<StreamDefinition> all(String baseUrl) {
    return List.of(
        stream(baseUrl, "conditions", "pnl-subgraph/0.0.14", "conditions", "id positionIds payoutNumerators payoutDenominator", "id", "condition"),
        stream(baseUrl, "tokens", "orderbook-subgraph/0.0.1", "marketDatas", "id condition outcomeIndex", "id", "token"),
        fills(baseUrl),
        stream(baseUrl, "splits", "activity-subgraph/0.0.4", "splits", "id timestamp stakeholder condition amount", "timestamp", "split"),
        stream(baseUrl, "merges", "activity-subgraph/0.0.4", "merges", "id timestamp stakeholder condition amount", "timestamp", "merge"),
        stream(baseUrl, "redemptions", "activity-subgraph/0.0.4", "redemptions", "id timestamp redeemer condition indexSets payout", "timestamp",
            "redemption"),
        stream(baseUrl, "conversions", "activity-subgraph/0.0.4", "negRiskConversions",
            "id timestamp stakeholder negRiskMarketId amount indexSet questionCount", "timestamp", "conversion"));
  }

  /** Pools and transactions of the automated market maker that was there before. */
  public static List<StreamDefinition> amm(String baseUrl) {
    return List.of(
        ammStream(baseUrl, "amm-pools", "fixedProductMarketMakers", "id conditions", "id", "amm-pool"),
        ammStream(baseUrl, "amm-transactions", "fpmmTransactions",
            "id type timestamp pool=market.id user tradeAmount feeAmount outcomeIndex outcomeTokensAmount", "timestamp", "amm-trade"));
  }

  /** When conditions were resolved on chain. */
  public static StreamDefinition resolutionTimes(String baseUrl) {
    return stream(baseUrl, "resolution-times", "polymarket-subgraph/1.0.0", "conditions", "id resolutionTimestamp payoutNumerators", "id",
        "resolution-time");
  }

  /** What wallets were paid beside their trading. */
  public static StreamDefinition rewards(String baseUrl) {
    return stream(baseUrl, "rewards", "activity-subgraph/0.0.4", "rewards", "id timestamp stakeholder amount kind condition", "timestamp", "reward");
  }

  /** Shares that wallets gave to one another. */
  public static StreamDefinition transfers(String baseUrl) {
    return stream(baseUrl, "transfers", "transfers-subgraph/1.0.0", "shareTransfers", "id timestamp operator from to tokenIds amounts", "timestamp",
        "transfer");
  }

  private static StreamDefinition ammStream(String baseUrl, String name, String collection, String fields, String orderBy, String target) {
    return new StreamDefinition(name, StreamDefinition.SUBGRAPH, baseUrl + "/subgraphs/fpmm-subgraph/0.0.1/gn", collection,
        List.of(fields.split(" ")), orderBy, target, "AMM");
  }

  public static StreamDefinition fills(String baseUrl) {
    return stream(baseUrl, "fills", "orderbook-subgraph/0.0.1", "orderFilledEvents",
        "id timestamp orderHash maker taker makerAssetId takerAssetId makerAmountFilled takerAmountFilled fee", "timestamp", "fill");
  }

  private static StreamDefinition stream(
      String baseUrl, String name, String subgraph, String collection, String fields, String orderBy, String target) {
    return new StreamDefinition(
        name, StreamDefinition.SUBGRAPH, baseUrl + "/subgraphs/" + subgraph + "/gn", collection, List.of(fields.split(" ")), orderBy, target, "V1");
  }
}
