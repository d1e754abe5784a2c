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
 * Decides what a failure of a node means: retry, ask for less, stop and alert, or correct the request; no other code does.
 *
 * <p>Nodes and their hosts agree on few codes and on no text; the texts are those of geth, bor, erigon, nethermind and the large hosts.
 * Their order counts. What names a limit is a limit, also where it advises another key or plan: a batch, a rate, a size. Only then is a key refused.
 */
final class ChainErrors {

  private static final Pattern PRUNED = Pattern.compile("pruned|history .*(unavailable|not available)|missing trie node");
  private static final Pattern BEHIND = Pattern.compile(
      "header not found|unknown block|block not found|cannot be found|beyond current head|invalid block range|not yet available"
          + "|after last accepted");
  private static final Pattern BATCH = Pattern.compile("batch|calls (in|per) (one|a|each|the same) request|array (is |are )?(not supported|not allowed)");
  private static final Pattern RATE = Pattern.compile(
      "rate.?limit|rate (is |was )?exceeded|too many (\\w+ )?(requests|calls|connections)|(number|amount) of (calls|requests)|request limit|requests? (per|count)|per second|compute units|credits|capacity|quota|throttl"
          + "|retry in|usage limit|(daily|hourly|monthly)[ \\w]* limit|slow down");
  private static final Pattern SIZE = Pattern.compile(
      "more than [\\d,]+ (results|logs)|too many (results|logs|blocks)|requested too many|\\branges?\\b|response (size|is )?too|response size"
          + "|too large|too big|max(imum)? (results|logs)|query exceeds|(smaller|fewer|narrower|less) (\\w+ )*(interval|number|blocks)");
  /** Used of a rate as well as of a size. */
  private static final Pattern LIMIT = Pattern.compile("limit exceeded|limited to|time[d -]*out|deadline exceeded");
  private static final Pattern AGAIN = Pattern.compile("try again");
  private static final Pattern KEY = Pattern.compile("unauthori[sz]ed|forbidden|api key|authenticat|project id|not allowed");

  // EIP-1474
  private static final int LIMIT_EXCEEDED = -32005;
  private static final int RESOURCE_UNAVAILABLE = -32002;
  private static final int REJECTED = -32003;
  // JSON-RPC: what was sent is no request, or no JSON
  private static final int INVALID_REQUEST = -32600;
  private static final int PARSE_ERROR = -32700;

  private static final int PAYMENT_REQUIRED = 402;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  /** Longer is an outage rather than a pause. */
  private static final double LONGEST_PAUSE_SECONDS = 86_400;

  /** Names the known meanings of an error text. */
  private enum Meaning {
    PRUNED, BEHIND, BATCH, RATE, SIZE, KEY, UNKNOWN
  }

  /** A limit is no reason to wait. */
  private static final Duration AT_ONCE = Duration.ZERO;

  private ChainErrors() {}

  /** Returns the failure of a request without a complete response; a smaller request may succeed, unless there was no connection. */
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

  /** Returns the failure of a response with status success that is truncated, of another call or not JSON-RPC. */
  static SourceException garbled(String endpoint, ServiceAnswer reply, Exception cause) {
    return new SourceUnavailableException(
        endpoint, reply.status(), null, true, "the answer is not a whole JSON-RPC result: " + reply.excerpt(), cause);
  }

  /** Returns the failure of a result with an unexpected form. */
  static SourceException nonsense(String endpoint, String what, Exception cause) {
    return new SourceUnavailableException(endpoint, 200, null, false, what, cause);
  }

  /** Returns the failure of a null result: the node does not have the block, because it is behind or on another branch. */
  static SourceException nothing(String endpoint, RpcCall<?> call) {
    return new SourceUnavailableException(
        endpoint, 200, null, false, "the node answers " + call.method() + call.parameters() + " with null: it is behind", null);
  }

  /** Returns the failure of another status without a JSON-RPC error in the body. */
  static SourceException status(String endpoint, ServiceAnswer reply) {
    int status = reply.status();
    String excerpt = reply.excerpt();
    String message = "HTTP " + status + ": " + excerpt;
    // a page of HTML repeats the status in other words
    Meaning meaning = excerpt.startsWith("<") ? Meaning.UNKNOWN : meaning(excerpt, status, 0);
    if (meaning == Meaning.BATCH || meaning == Meaning.RATE || meaning == Meaning.SIZE) {
      return limited(endpoint, reply, meaning, reply.retryAfter(), message);
    }
    return switch (status) {
      case 401, PAYMENT_REQUIRED, 403 -> new SourceRefusedException(endpoint, status, message, "check CHAIN_RPC_URL and its key", null);
      case 408, 413 -> new SourceUnavailableException(endpoint, status, reply.retryAfter(), true, message, null);
      case 425, TOO_MANY_REQUESTS -> new SourceUnavailableException(endpoint, status, reply.retryAfter(), false, message, null);
      default -> status >= SERVER_ERROR
          ? new SourceUnavailableException(endpoint, status, reply.retryAfter(), status == 504, message, null)
          : new SourceRefusedException(endpoint, status, message, "check CHAIN_RPC_URL", null);
    };
  }

  /** Returns the failure of an error that is not a JSON-RPC object, such as a plain text; null when it is not recognised. */
  static SourceException text(String endpoint, ServiceAnswer reply, String text) {
    Meaning meaning = meaning(text, reply.status(), 0);
    return switch (meaning) {
      case BATCH, RATE, SIZE -> limited(endpoint, reply, meaning, reply.retryAfter(), "error: " + text);
      case KEY -> new SourceRefusedException(endpoint, reply.status(), "error: " + text, "check CHAIN_RPC_URL and its key", null);
      default -> null;
    };
  }

  /**
   * Returns the failure of a JSON-RPC error, with any HTTP status.
   *
   * @param ofBatch whether other calls of the same request were answered, so that fewer at once keep the node's rate
   */
  static SourceException error(String endpoint, ServiceAnswer reply, JsonNode error, boolean ofBatch) {
    int status = reply.status();
    int code = error.path("code").asInt();
    String message = "error " + code + ": " + error.path("message").asText("(no message)");
    Meaning meaning = meaning(error.path("message").asText(""), status, code);
    return switch (meaning) {
      case PRUNED -> new SourceBrokenException(endpoint, message + "; the node no longer has these blocks", "use one with the whole history");
      case BEHIND -> new SourceUnavailableException(endpoint, status, reply.retryAfter(), false, message, null);
      case BATCH, SIZE -> limited(endpoint, reply, meaning, null, message);
      case RATE -> ofBatch
          ? limited(endpoint, reply, Meaning.BATCH, null, "part of a batch was refused: " + message)
          : limited(endpoint, reply, meaning, pause(reply, error), message);
      case KEY -> new SourceRefusedException(endpoint, status, message, "check CHAIN_RPC_URL and its key", null);
      case UNKNOWN -> unknown(endpoint, reply, code, message);
    };
  }

  /** Returns whether the error is the code for an invalid request without a known text, as nodes answer that take one call at a time. */
  static boolean isNoRequest(ServiceAnswer reply, JsonNode error) {
    int code = error.path("code").asInt();
    return (code == INVALID_REQUEST || code == PARSE_ERROR)
        && meaning(error.path("message").asText(""), reply.status(), code) == Meaning.UNKNOWN;
  }

  /** Returns the failure of a batch; a retry with one call shows whether the number of calls was the reason. */
  static SourceException batchRefused(String endpoint, ServiceAnswer reply, JsonNode error) {
    return limited(endpoint, reply, Meaning.BATCH, null,
        "error " + error.path("code").asInt() + " for a batch: " + error.path("message").asText("(no message)"));
  }

  private static SourceException unknown(String endpoint, ServiceAnswer reply, int code, String message) {
    // -32603 is an internal error, -32000 to -32099 are the server's own; the other reserved codes say that the question is wrong
    boolean passing = code == -32603 || (code <= -32000 && code >= -32099) || reply.status() >= SERVER_ERROR;
    return passing
        ? new SourceUnavailableException(endpoint, reply.status(), reply.retryAfter(), false, message, null)
        : new SourceRefusedException(
            endpoint, reply.status(), message, "check that CHAIN_RPC_URL is a node that serves eth_getLogs", null);
  }

  private static SourceUnavailableException limited(String endpoint, ServiceAnswer reply, Meaning meaning, Duration pause, String message) {
    return meaning == Meaning.RATE
        ? new SourceUnavailableException(endpoint, reply.status(), pause, false, message, null)
        : new SourceUnavailableException(endpoint, reply.status(), AT_ONCE, true, message, null);
  }

  private static Meaning meaning(String message, int status, int code) {
    String text = message.toLowerCase(Locale.ROOT);
    if (PRUNED.matcher(text).find() || code == 4444) {
      return Meaning.PRUNED;
    }
    if (BEHIND.matcher(text).find()) {
      return Meaning.BEHIND;
    }
    if (BATCH.matcher(text).find()) {
      return Meaning.BATCH;
    }
    if (RATE.matcher(text).find()) {
      return Meaning.RATE;
    }
    if (SIZE.matcher(text).find()) {
      return Meaning.SIZE;
    }
    if (status == TOO_MANY_REQUESTS || code == TOO_MANY_REQUESTS) {
      return Meaning.RATE;
    }
    if (LIMIT.matcher(text).find() || code == LIMIT_EXCEEDED) {
      return Meaning.SIZE;
    }
    if (AGAIN.matcher(text).find()) {
      return Meaning.RATE;
    }
    if (status == 401 || status == PAYMENT_REQUIRED || status == 403 || KEY.matcher(text).find()) {
      return Meaning.KEY;
    }
    return code == RESOURCE_UNAVAILABLE || code == REJECTED ? Meaning.SIZE : Meaning.UNKNOWN;
  }

  /** Returns the longest pause that the response asks for, by {@code Retry-After} or in the error's data; null when it does not. */
  private static Duration pause(ServiceAnswer reply, JsonNode error) {
    JsonNode data = error.path("data");
    JsonNode asked = data.has("backoff_seconds") ? data.path("backoff_seconds") : data.path("rate").path("backoff_seconds");
    double seconds = asked.asDouble(0);
    if (!(seconds > 0 && seconds <= LONGEST_PAUSE_SECONDS)) {
      return reply.retryAfter();
    }
    Duration pause = Duration.ofMillis(Math.round(seconds * 1000));
    return reply.retryAfter() == null || reply.retryAfter().compareTo(pause) < 0 ? pause : reply.retryAfter();
  }

  /** Returns whether the node itself named a limit that a smaller question keeps. */
  static boolean isLimit(SourceUnavailableException failure) {
    return failure.shrinkPage() && AT_ONCE.equals(failure.retryAfter());
  }

  /** Returns whether it is the number of calls in a request that the node finds too large. */
  static boolean isAboutBatches(SourceUnavailableException failure) {
    return failure.shrinkPage() && BATCH.matcher(failure.getMessage().toLowerCase(Locale.ROOT)).find();
  }
}
