package io.cascadian.exchange;

import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterStatements;
import io.cascadian.store.Postgres;
import io.cascadian.store.StoreException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what arrives at the dead letters into parameters of statements, and what goes wrong there into typed failures. Thread-safe. */
public final class DeadLetterPages {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterPages.class);

  private final Postgres postgres;

  public DeadLetterPages(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Returns the parameters of each statement that stores the exchange's letters.
   *
   * @throws io.cascadian.store.StoreRejectedException when a payload is too large
   */
  public List<Map<String, Object>> statements(Exchange exchange) throws Exception {
    Object body = exchange.getMessage().getBody();
    if (body instanceof DeadLetter.Rejected letter) {
      return DeadLetterStatements.of(List.of(letter));
    }
    if (body instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(DeadLetter.Rejected.class::isInstance)) {
      return DeadLetterStatements.of(list.stream().map(DeadLetter.Rejected.class::cast).toList());
    }
    DeadLetter.Rejected letter = FailedExchanges.letter(exchange);
    LOG.warn("Route {}: an exchange from {} failed and becomes a dead letter: {}: {}; 'cascadian replay --stream {}' sends it again when the cause is fixed",
        letter.stream(), letter.origin(), letter.reason(), letter.detail(), letter.stream());
    return DeadLetterStatements.of(List.of(letter));
  }

  /** Returns the failure as callers of the store know it. */
  Exception failure(Exception caught) {
    Exception failure = caught instanceof CamelExchangeException && caught.getCause() instanceof Exception cause ? cause : caught;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StoreException typed) {
        return typed;
      }
      if (t instanceof SQLException sql) {
        return postgres.failed("store dead letters", sql);
      }
    }
    return failure;
  }
}
