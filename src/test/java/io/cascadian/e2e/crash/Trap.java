package io.cascadian.e2e.crash;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that happens once, at a request that a process sends: recognised by its text, counted, sprung before the request is passed on,
 * in the middle of it, or when its answer has come and before that is passed back.
 *
 * <p>Thread-safe: connections race for it, one springs it.
 */
final class Trap {

  /** When, relative to the request. */
  enum Moment {
    BEFORE, HALFWAY, AFTER
  }

  /** What is done; whoever sent the request waits for it. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Trap.class);

  private final Pattern request;
  private final int nth;
  private final Moment moment;
  private final boolean cutting;
  private final Action action;
  private final CompletableFuture<Void> sprung = new CompletableFuture<>();
  private int seen;

  private Trap(String regex, int nth, Moment moment, boolean cutting, Action action) {
    this.request = Pattern.compile(regex, Pattern.DOTALL);
    this.nth = nth;
    this.moment = moment;
    this.cutting = cutting;
    this.action = action;
  }

  /** A trap that ends the connection: what was not passed on by then never is. */
  static Trap cutting(Moment moment, String regex, int nth, Action action) {
    return new Trap(regex, nth, moment, true, action);
  }

  /** A trap after which the request, or its answer, goes its way. */
  static Trap passing(Moment moment, String regex, int nth, Action action) {
    return new Trap(regex, nth, moment, false, action);
  }

  Moment moment() {
    return moment;
  }

  boolean isCutting() {
    return cutting;
  }

  /**
   * Whether the conversation now ends in the request that is waited for.
   *
   * @param sent by the process on one connection; emptied up to the end of a match, so that it counts once
   */
  synchronized boolean matches(StringBuilder output) {
    Matcher matcher = request.matcher(output);
    while (seen < nth && matcher.find()) {
      output.delete(0, matcher.end());
      seen++;
      if (seen == nth) {
        return true;
      }
      matcher.reset(output);
    }
    return false;
  }

  void spring() {
    try {
      action.run();
      sprung.complete(null);
    } catch (Exception | AssertionError e) {
      LOG.warn("A trap failed: {}", this, e);
      sprung.completeExceptionally(e);
    }
  }

  /** Waits until it has been sprung and its action is done; fails with the action's failure. */
  void awaitSprung(int seconds) throws Exception {
    sprung.get(seconds, TimeUnit.SECONDS);
  }

  @Override
  public String toString() {
    return moment.name().toLowerCase(java.util.Locale.ROOT) + " " + request + (nth == 1 ? "" : " no. " + nth);
  }
}
