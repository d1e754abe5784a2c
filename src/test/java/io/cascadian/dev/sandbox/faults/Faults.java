package io.cascadian.dev.sandbox.faults;

import io.cascadian.dev.sandbox.Fault;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Which misbehaviours of a source are there, by name? Each lasts until it is ended; {@link During} confines one to some requests.
 * Thread-safe.
 */
public final class Faults {

  private static final Map<String, Named> ALL = new LinkedHashMap<>();

  static {
    add("429", "too many requests, and not a word on when to come back", TooManyRequests::silent);
    add("429-retry-after", "too many requests, come back in a second", () -> TooManyRequests.forSeconds(1));
    add("429-retry-date", "too many requests, come back at a date", () -> TooManyRequests.untilDateIn(1));
    add("rate-limit", "50 requests in 10 s and no more, the documented limit of public endpoints",
        () -> new RateLimit(50, Duration.ofSeconds(10)));
    add("503-html", "a gateway's own error page", Unavailable::new);
    add("404", "a subgraph that was taken down", () -> new Gone(404));
    add("410", "a subgraph that was taken down for good", () -> new Gone(410));
    add("message-not-found", "success, but there is nothing at the address", NotFoundWithSuccess::new);
    add("html-200", "a maintenance page that says success", HtmlWithSuccess::new);
    add("error-timeout", "the query took too long", () -> GraphqlErrors.TIMED_OUT);
    add("error-overloaded", "the service sheds load", () -> GraphqlErrors.OVERLOADED);
    add("error-reorganized", "the chain was reorganised under the query", () -> GraphqlErrors.REORGANIZED);
    add("error-store", "the server's database gave up", () -> GraphqlErrors.STORE);
    add("error-too-expensive", "the query costs more than is allowed", () -> GraphqlErrors.TOO_EXPENSIVE);
    add("error-result-size", "the answer is larger than is allowed", () -> GraphqlErrors.RESULT_TOO_LARGE);
    add("error-not-yet-indexed", "a replica that does not know the pinned block yet", () -> GraphqlErrors.NOT_YET_INDEXED);
    add("error-pruned", "a pinned block that is no longer kept", () -> GraphqlErrors.PRUNED);
    add("error-indexing", "a subgraph that has stopped for good", () -> GraphqlErrors.INDEXING_ERROR);
    add("error-deployment", "a deployment that does not exist", () -> GraphqlErrors.NO_DEPLOYMENT);
    add("error-no-field", "a schema that has lost a field", () -> GraphqlErrors.NO_FIELD);
    add("error-our-mistake", "a query that the server does not understand", () -> GraphqlErrors.OUR_MISTAKE);
    add("error-unheard-of", "an error that nobody has seen before", () -> GraphqlErrors.UNHEARD_OF);
    add("truncated-json", "half an answer that looks whole to HTTP", TruncatedJson::new);
    add("closed-mid-body", "a server that is restarted while it answers", ClosedMidBody::new);
    add("slow-drip", "a byte now and then, without end", () -> new SlowDrip(Duration.ofMillis(50), Duration.ofMinutes(2)));
    add("never-answers", "a query that hangs", () -> new NeverAnswers(Duration.ofMinutes(2)));
    add("reset-before-headers", "a proxy that crashes before it answers", () -> new ConnectionReset(Fault.Cut.BEFORE_HEADERS));
    add("reset-after-headers", "a proxy that crashes while it answers", () -> new ConnectionReset(Fault.Cut.AFTER_HEADERS));
    add("latency", "a source far away", () -> new Latency(Duration.ofMillis(150)));
    add("empty-list", "no rows although there are some", EmptyList::new);
    add("capped-pages", "100 rows a page and no more, whatever is asked for", () -> new CappedPages(100));
    add("replayed-page", "a cache that sends the page before once more", ReplayedPage::new);
    add("extra-field", "rows with something that was not asked for", ExtraField::new);
    add("missing-field", "rows without the fee that was asked for", () -> new MissingField("fee", 10));
    add("missing-place", "rows without the time that says where they belong", () -> new MissingField("timestamp", 10));
    add("null-field", "rows whose fee is null although the schema forbids it", () -> new NullField("fee", 10));
    add("frozen-head", "a deployment that stalls and does not say so", FrozenHead::new);
    add("replica-behind", "two replicas of different heights behind one address", () -> new ReplicaBehind(100, 2));
    add("head-goes-back", "a head far behind the one that was shown before", () -> new ReplicaBehind(2_000, 1));
    add("indexing-errors", "a deployment that has failed", IndexingErrors::new);
    add("deployment-changed", "another deployment at the same address", Redeployed::new);
    add("reorg", "12 blocks replaced, fewer than the usual confirmations", () -> new Reorg(12, 1));
    add("reorg-deep", "200 blocks replaced, more than the usual confirmations", () -> new Reorg(200, 1));
    add("redelivery", "events that come again later with other amounts", () -> new Redelivery(10, true));
    add("changed-in-place", "events whose amounts have changed behind the reader's back", () -> new Redelivery(10, false));
    add("burst", "2,500 events in one second", () -> new Burst(2_500));
    add("uint256-max", "amounts of 2^256 - 1", () -> new LargestNumbers(100));
    add("catalogue-no-keyset", "a catalogue that knows no cursors", CatalogueFault::withoutKeyset);
    add("catalogue-no-lists", "a catalogue that knows cursors only", CatalogueFault::withoutLists);
    add("catalogue-cursor-ignored", "a catalogue that answers the first page to every cursor", () -> CatalogueFault.ignoring("after_cursor"));
    add("catalogue-offset-limit", "a catalogue without cursors that refuses offsets above 2,000",
        () -> CatalogueFault.withoutKeyset().refusingOffsetsAbove(2_000));
    add("catalogue-offset-empty", "a catalogue without cursors that answers offsets above 2,000 with empty lists",
        () -> CatalogueFault.withoutKeyset().emptyAbove(2_000));
    add("catalogue-paging-ignored", "a catalogue that answers the first page whatever is asked for",
        () -> CatalogueFault.ignoring("after_cursor", "offset", "ascending"));
  }

  private Faults() {}

  /**
   * A fault with a name.
   *
   * @param story what happens, or whom it happened to, in a few words
   * @param make makes a new one, since some remember what they have seen
   */
  public record Named(String name, String story, Supplier<Fault> make) {}

  private static void add(String name, String story, Supplier<Fault> make) {
    ALL.put(name, new Named(name, story, make));
  }

  /** All of them. */
  public static Collection<Named> all() {
    return Collections.unmodifiableCollection(ALL.values());
  }

  /**
   * A new fault of the name.
   *
   * @throws IllegalArgumentException naming those that there are, when there is none of the name
   */
  public static Fault named(String name) {
    Named found = ALL.get(name);
    if (found == null) {
      throw new IllegalArgumentException("there is no fault '" + name + "'; there are " + String.join(", ", ALL.keySet()));
    }
    return found.make().get();
  }
}
