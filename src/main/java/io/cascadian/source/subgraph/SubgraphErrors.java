package io.cascadian.source.subgraph;

import io.cascadian.exchange.ServiceAnswer;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides what a failure of a subgraph means: retry, ask for less, stop and alert, or correct the request; no other code does.
 *
 * <p>The texts are graph-node's (graph/src/data/query/error.rs), and the usual ones of gateways; anything unknown with an HTTP status of
 * success is taken for permanent, because a question that is refused for an unknown reason is not made better by repetition.
 */
final class SubgraphErrors {

  /** Texts of gateways, also with a status of success. */
  private static final Pattern PASSING = Pattern.compile(
      "too many requests|rate limit|overloaded|try again|time(d )?out|temporarily|service unavailable|bad gateway|internal (server )?error");
  private static final Pattern BEHIND = Pattern.compile("only indexed up to block number (\\d+)");

  private SubgraphErrors() {}

  static SourceException unreachable(String endpoint, String reason, Exception cause) {
    return new SourceUnavailableException(endpoint, 0, null, false, "no answer: " + reason, cause);
  }

  /** Returns the failure of a response with status success that is truncated or not GraphQL. */
  static SourceException garbled(String endpoint, ServiceAnswer answer, Exception cause) {
    // a page of HTML does not get better by being asked for less of it
    boolean cutShort = answer.excerpt().startsWith("{");
    return new SourceUnavailableException(
        endpoint, answer.status(), null, cutShort, "the answer is not a whole GraphQL result: " + answer.excerpt(), cause);
  }

  static SourceException status(String endpoint, ServiceAnswer reply) {
    int status = reply.status();
    String message = "HTTP " + status + ": " + reply.excerpt();
    return switch (status) {
      case 401, 403 -> new SourceRefusedException(endpoint, status, message, "check SOURCE_API_KEY and SOURCE_URL", null);
      case 404, 410 -> new SourceRefusedException(
          endpoint, status, message + "; there is nothing at this address (any longer)", "check SOURCE_URL and the stream's subgraph", null);
      case 408, 425, 429 -> new SourceUnavailableException(endpoint, status, reply.retryAfter(), false, message, null);
      case 413 -> new SourceUnavailableException(endpoint, status, reply.retryAfter(), true, message, null);
      default -> status >= 500
          ? new SourceUnavailableException(endpoint, status, reply.retryAfter(), status == 504, message, null)
          : new SourceRefusedException(endpoint, status, message, "check SOURCE_URL and the stream's endpoint", null);
    };
  }

  /** Returns the failure of a {@code message} or {@code error} beside or instead of data. */
  static SourceException message(String endpoint, String message) {
    if (PASSING.matcher(message.toLowerCase(Locale.ROOT)).find()) {
      return new SourceUnavailableException(endpoint, 200, null, false, message, null);
    }
    return message.equalsIgnoreCase("Not found")
        ? new SourceRefusedException(endpoint, 200, "there is nothing at this address", "check SOURCE_URL and the stream's subgraph", null)
        : new SourceRefusedException(endpoint, 200, message, null);
  }

  /** Returns the failure of the first of a result's {@code errors}. */
  static SourceException graphql(String endpoint, String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("query timed out") || text.contains("store error") || text.contains("statement timeout")) {
      return new SourceUnavailableException(endpoint, 200, null, true, message, null);
    }
    if (text.contains("too expensive") || text.contains("exceeds the limit of") || text.contains("result size")) {
      return new SourceUnavailableException(endpoint, 200, null, true, message, null);
    }
    if (PASSING.matcher(text).find() || text.contains("reorganized") || BEHIND.matcher(text).find()
        || text.contains("no block with that hash") || text.contains("not yet indexed")) {
      return new SourceUnavailableException(endpoint, 200, null, false, message, null);
    }
    if (text.contains("indexing_error")) {
      return new SourceBrokenException(endpoint, "the subgraph has stopped at an indexing error", "its operator must act");
    }
    if (text.contains("is therefore not available")) {
      return new SourceBrokenException(endpoint, "the pinned block has been pruned: " + message);
    }
    if (text.contains("does not exist")) {
      return new SourceRefusedException(endpoint, 200, message, "check the stream's subgraph name and version", null);
    }
    return new SourceRefusedException(endpoint, 200, message, null);
  }
}
