package io.cascadian.markets;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.FenceGuard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes one run's look-ups: asks the catalogue for one batch after the other, stores valid answers in the dimension tables, and records
 * how each look-up ended. Used once; not thread-safe.
 */
final class LookupSession {

  private static final Logger LOG = LoggerFactory.getLogger(LookupSession.class);
  /** The name under which answers that cannot be used are among the dead letters. */
  private static final String STREAM = "market-lookup";
  /** Batches in a row without a usable answer, after which the catalogue is left alone until the next run. */
  private static final int GIVE_UP_AFTER = 2;

  private final GammaClient gamma;
  private final DeadLetters deadLetters;
  private final CategoryDefinitions categories;
  private final DimensionTables tables;
  private final Map<LookupKey, LookupFailureStore.Entry> earlier;
  private final Instant now;
  private final LookupAnswers answers;
  private final Set<LookupKey> found = new HashSet<>();
  private final Map<LookupKey, LookupFailureStore.Entry> failed = new HashMap<>();
  private final Set<LookupKey> foundSinceSettled = new HashSet<>();
  private final Map<LookupKey, LookupFailureStore.Entry> failedSinceSettled = new HashMap<>();
  private final UnreadableFields unreadable = new UnreadableFields();
  private int consecutiveFailures;

  /** @param earlier failures of earlier runs */
  LookupSession(
      GammaClient gamma, DeadLetters deadLetters, CategoryDefinitions categories, DimensionTables tables,
      Map<LookupKey, LookupFailureStore.Entry> earlier, Instant now) {
    this.gamma = gamma;
    this.deadLetters = deadLetters;
    this.categories = categories;
    this.tables = tables;
    this.earlier = earlier;
    this.now = now;
    this.answers = new LookupAnswers(tables::conditionOf);
  }

  /** Returns whether the catalogue is still worth asking: false after several failures in a row. */
  boolean shouldContinue() {
    return consecutiveFailures < GIVE_UP_AFTER;
  }

  /** Publishes what was found, then stores failures and deletes those of what was found. */
  void settle(LookupFailureStore failures, FenceGuard guard) {
    tables.flush();
    failures.update(failedSinceSettled, foundSinceSettled, guard);
    foundSinceSettled.clear();
    failedSinceSettled.clear();
  }

  /** Returns those whose market is in the dimension tables once all is settled. */
  Set<LookupKey> found() {
    return found;
  }

  /** Rows that were written to the dimension tables. */
  long written() {
    return tables.written();
  }

  /** Fields of answers that could not be read and were left out, counted by name. */
  Map<String, Long> unreadableFields() {
    return unreadable.counts();
  }

  /** Returns those that must be asked for again. */
  Map<LookupKey, LookupFailureStore.Entry> failed() {
    return failed;
  }

  void ask(LookupBatch batch) {
    Map<LookupKey, JsonNode> markets;
    try {
      markets = answers.read(batch, pages(batch));
    } catch (CatalogueException e) {
      LOG.warn("Catalogue: looking up markets ({}) failed; retried by a later run: {}", batch.keys().size(), e.getMessage());
      consecutiveFailures++;
      fail(batch.keys(), LookupFailure.FAILED, what(e));
      return;
    } catch (ImplausibleAnswerException e) {
      LOG.error("Catalogue: the answer to {} look-ups is implausible and was rejected; retried by a later run: {}", batch.keys().size(), e.getMessage());
      consecutiveFailures++;
      deadLetters.record(STREAM, e.reason(), e.getMessage(), e.answer().toString(), batch.path(false));
      fail(batch.keys(), LookupFailure.REFUSED, e.reason() + ", " + e.getMessage());
      return;
    }
    consecutiveFailures = 0;
    for (LookupKey key : batch.keys()) {
      JsonNode market = markets.get(key);
      if (market == null) {
        fail(List.of(key), LookupFailure.NOT_FOUND, "the catalogue has no such market, open or closed");
      } else {
        take(key, market);
      }
    }
  }

  /** Open ones first: a market that closes between the two questions is then in one of the answers, or in both. */
  private List<JsonNode> pages(LookupBatch batch) {
    List<JsonNode> pages = new ArrayList<>();
    pages.add(gamma.markets(batch.path(false)));
    if (pages.get(0).size() < batch.keys().size()) {
      pages.add(gamma.markets(batch.path(true)));
    }
    return pages;
  }

  private void take(LookupKey key, JsonNode node) {
    try {
      JsonNode brief = node.path("events").path(0);
      CatalogueMarket market = GammaEntries.market(node, GammaEntries.hashOrNone(brief, "negRiskMarketID", unreadable), unreadable);
      tables.market(event(brief), market);
      found.add(key);
      foundSinceSettled.add(key);
    } catch (UnusableEntryException e) {
      LOG.warn("Catalogue: a market that was looked up is unusable and left out: {}", e.getMessage());
      deadLetters.record(STREAM, e.reason(), e.getMessage(), node.toString(), key.inQuery());
      fail(List.of(key), LookupFailure.REFUSED, e.reason() + ", " + e.getMessage());
    } catch (CatalogueException e) {
      LOG.warn("Catalogue: the event of a market that was looked up could not be read; retried by a later run: {}", e.getMessage());
      fail(List.of(key), LookupFailure.FAILED, "its event: " + what(e));
    }
  }

  /**
   * Stores a market's event when it is not stored yet, and returns its id; empty when the market has none. A market's answer has the event only in
   * brief, without the tags that its category depends on.
   */
  private String event(JsonNode brief) throws UnusableEntryException {
    if (brief.isMissingNode()) {
      return "";
    }
    String id = GammaEntries.event(brief, unreadable).id();
    if (!tables.hasEvent(id)) {
      Optional<JsonNode> whole = gamma.event(id);
      CatalogueEvent event = GammaEntries.event(whole.orElse(brief), unreadable);
      tables.event(event, categories.categoryOf(event.category(), event.tags()));
    }
    return id;
  }

  private void fail(Collection<LookupKey> keys, LookupFailure failure, String error) {
    for (LookupKey key : keys) {
      LookupFailureStore.Entry entry = LookupFailureStore.Entry.after(earlier.get(key), failure, error, now);
      failed.put(key, entry);
      failedSinceSettled.put(key, entry);
    }
  }

  /** Describes a failure without addresses of hosts, because callers see it; the log has the rest. */
  private static String what(CatalogueException e) {
    return switch (e.status()) {
      case 0 -> "no usable answer";
      case 200 -> "an answer of another shape";
      default -> "HTTP " + e.status();
    };
  }
}
