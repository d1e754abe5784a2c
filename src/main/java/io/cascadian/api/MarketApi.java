package io.cascadian.api;

import io.cascadian.markets.MissingMarket;
import io.cascadian.markets.MissingMarkets;
import io.cascadian.markets.MissingMarketsFile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Answers the HTTP requests about markets that {@code routes/api.camel.yaml} passes on. Thread-safe. */
public final class MarketApi {

  /** Bounds the scan of the trades; when it takes longer, a later request gets the list. */
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(5);

  private final MissingMarkets missing;

  public MarketApi(MissingMarkets missing) {
    this.missing = missing;
  }

  /** Answers {@code GET /api/markets/missing} with markets that are traded but not in {@code markets_dim}, largest volume first. */
  public void missing(Exchange exchange) {
    int limit = Responses.number(exchange, "limit", 100, 1, Responses.MAX_LIMIT);
    int offset = Responses.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
    List<MissingMarket> all = missing.all(QUERY_TIMEOUT);
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("missing", all.stream().skip(offset).limit(limit).map(MissingMarketsFile::json).toList());
    page.put("total", all.size());
    page.put("limit", limit);
    page.put("offset", offset);
    Responses.send(exchange, 200, page);
  }
}
