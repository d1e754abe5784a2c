package io.cascadian.source.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.exchange.ServiceAnswer;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The one place that decides what a failure of a node means: ask again, ask for less, stop and alert, or correct the question.
 *
 * <p>Nodes and their hosts agree on few codes and on no text; the texts are those of geth, bor, erigon, nethermind and the large hosts.
 * Their order counts: a rate limit and a range limit are both called "limit exceeded" by somebody.
 */
final class ChainErrors {

  private static final Pattern PRUNED = Pattern.compile("pruned|history .*(unavailable|not available)|missing trie node");
  private static final Pattern BEHIND = Pattern.compile(
      "header not found|unknown block|block not found|cannot be found|beyond current head|invalid block range|not yet available"
          + "|after last accepted");
  private static final Pattern KEY = Pattern.compile("unauthori[sz]ed|forbidden|api key|authenticat|project id|not allowed");
  private static final Pattern RATE = Pattern.compile(
      "rate.?limit|too many requests|request limit|requests? (per|count)|per second|capacity|quota|throttle|retry in");
  private static final Pattern BATCH = Pattern.compile("batch");
  private static final Pattern LESS = Pattern.compile(
      "more than [\\d,]+ (results|logs)|too many (results|logs|blocks)|requested too many|range|response (size|is )?too|response size"
          + "|too large|too big|max(imum)? (results|logs)|query exceeds|limit exceeded|limited to|time[d -]*out|deadline exceeded");

  /** A limit is no reason to wait. */
  private static final Duration AT_ONCE = Duration.ZERO;

  private ChainErrors() {}

  /** A large answer is slower and more easily cut off, unless there was no connection at all. */
  static SourceException unreachable(String endpoint, String reason, Exception cause) {
    return new SourceUnavailableException(endpoint, 0, null, isCutOff(cause), "no answer: " + reason, cause);
  }

  private static boolean isCutOff(Throwable failure) {
    boolean connected = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
        return false;
      }
      connected |= cause instanceof IOException;
    }
    return connected;
  }

  /** The answer was cut short, is of another call, or is not what a node sends, although its status says success. */
  static SourceException garbled(String endpoint, ServiceAnswer reply, Exception cause) {
    return new SourceUnavailableException(
        endpoint, reply.status(), null, true, "the answer is not a whole JSON-RPC result: " + reply.excerpt(), cause);
  }

  /** A result that is not what the method answers. */
  static SourceException nonsense(String endpoint, String what, Exception cause) {
    return new SourceUnavailableException(endpoint, 200, null, false, what, cause);
  }

  /** A null result: a block that this node does not have, be it behind or on another branch. */
  static SourceException nothing(String endpoint, RpcCall<?> call) {
    return new SourceUnavailableException(
        endpoint, 200, null, false, "the node answers " + call.method() + call.parameters() + " with null: it is behind", null);
  }

  /** Another status without a JSON-RPC error in the body. */
  static SourceException status(String endpoint, ServiceAnswer reply) {
    int status = reply.status();
    String said = "HTTP " + status + ": " + reply.excerpt();
    return switch (status) {
      case 401, 403 -> new SourceRefusedException(endpoint, status, said + "; check CHAIN_RPC_URL and its key", null);
      case 408, 413 -> new SourceUnavailableException(endpoint, status, reply.retryAfter(), true, said, null);
      case 425, 429 -> new SourceUnavailableException(endpoint, status, reply.retryAfter(), false, said, null);
      default -> status >= 500
          ? new SourceUnavailableException(endpoint, status, reply.retryAfter(), status == 504, said, null)
          : new SourceRefusedException(endpoint, status, said + "; check CHAIN_RPC_URL", null);
    };
  }

  /** A JSON-RPC error, with whatever status it came. */
  static SourceException error(String endpoint, ServiceAnswer reply, JsonNode error) {
    int status = reply.status();
    int code = error.path("code").asInt();
    String message = "error " + code + ": " + error.path("message").asText("(no message)");
    String text = message.toLowerCase(Locale.ROOT);
    if (PRUNED.matcher(text).find() || code == 4444) {
      return new SourceBrokenException(endpoint, message + "; the node no longer has these blocks: use one with the whole history");
    }
    if (BEHIND.matcher(text).find()) {
      return new SourceUnavailableException(endpoint, status, reply.retryAfter(), false, message, null);
    }
    if (status == 401 || status == 403 || KEY.matcher(text).find()) {
      return new SourceRefusedException(endpoint, status, message + "; check CHAIN_RPC_URL and its key", null);
    }
    if (status == 429 || code == 429 || RATE.matcher(text).find()) {
      return new SourceUnavailableException(endpoint, status, reply.retryAfter(), false, message, null);
    }
    if (BATCH.matcher(text).find() || LESS.matcher(text).find() || code == -32005 || code == -32002 || code == -32003) {
      return new SourceUnavailableException(endpoint, status, AT_ONCE, true, message, null);
    }
    // -32603 is an internal error, -32000 to -32099 are the server's own; the other reserved codes say that the question is wrong
    boolean passing = code == -32603 || (code <= -32000 && code >= -32099) || status >= 500;
    return passing
        ? new SourceUnavailableException(endpoint, status, reply.retryAfter(), false, message, null)
        : new SourceRefusedException(endpoint, status, message + "; check that CHAIN_RPC_URL is a node that serves eth_getLogs", null);
  }

  /** Whether the node itself named a limit that a smaller question keeps. */
  static boolean isLimit(SourceUnavailableException failure) {
    return failure.shrinkPage() && AT_ONCE.equals(failure.retryAfter());
  }

  /** Whether it is the number of calls in a request that the node finds too large. */
  static boolean isAboutBatches(SourceUnavailableException failure) {
    return failure.shrinkPage() && BATCH.matcher(failure.getMessage().toLowerCase(Locale.ROOT)).find();
  }
}
