package io.cascadian.markets;

import java.util.List;

/**
 * Describes an event of the catalogue: a question, or a group of questions of which each is a market.
 *
 * @param id decimal
 * @param category the event's own; null when it has none
 * @param tags labels as delivered
 * @param negRiskMarketId 64 hex, empty for events of independent markets
 * @param endsAt UTC seconds, null when open-ended
 */
record CatalogueEvent(
    String id, String slug, String title, String category, List<String> tags, String negRiskMarketId, Long endsAt,
    List<CatalogueMarket> markets) {

  CatalogueEvent {
    tags = List.copyOf(tags);
    markets = List.copyOf(markets);
  }
}
