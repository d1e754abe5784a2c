package io.cascadian.source.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.exchange.Question;
import io.cascadian.exchange.ServiceAnswer;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and checks the answer to calls that were sent together: an error, a null result, the result of another call, or anything that is not JSON-RPC is
 * never a result.
 *
 * @param <T> what results are read as
 * @param first id of the first call; the others follow
 * @param canAskForLess whether the caller sends fewer calls or names a smaller range by itself
 */
record RpcQuestion<T>(String address, List<? extends RpcCall<? extends T>> calls, long first, boolean canAskForLess)
    implements Question<List<T>, SourceException> {

  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  /** Carries results from {@link #read} to {@link #result}, in the order of the calls. */
  private record Results(List<JsonNode> values) {}

  @Override
  public Class<SourceException> failureType() {
    return SourceException.class;
  }

  @Override
  public Object read(ServiceAnswer answer) throws SourceException {
    List<JsonNode> parts = new ArrayList<>();
    if (answer.body() instanceof JsonNode json && json.isArray()) {
      json.forEach(parts::add);
    } else if (answer.body() instanceof JsonNode json) {
      parts.add(json);
    }
    // an error counts before the status it came with, since it has more detail
    boolean isAnsweredInPart = parts.size() > 1 && parts.stream().anyMatch(part -> part.hasNonNull("result"));
    for (JsonNode part : parts) {
      SourceException failure = failure(answer, part, isAnsweredInPart);
      if (failure != null) {
        throw failure;
      }
    }
    if (answer.status() != OK) {
      throw ChainErrors.status(address, answer);
    }
    return new Results(inOrder(parts, answer));
  }

  /** Hosts that stand before a node have shapes of their own for errors: {@code {"error": "text"}}, {@code {"code": 1, "message": "text"}}. */
  private SourceException failure(ServiceAnswer answer, JsonNode part, boolean ofBatch) {
    JsonNode error = part.path("error");
    if (error.isObject() && calls.size() > 1 && ChainErrors.isNoRequest(answer, error)) {
      return ChainErrors.batchRefused(address, answer, error);
    }
    if (error.isObject()) {
      return ChainErrors.error(address, answer, error, ofBatch);
    }
    JsonNode text = error.isTextual() ? error : part.path("message");
    return text.isTextual() && !part.has("result") ? ChainErrors.text(address, answer, text.asText()) : null;
  }

  private List<JsonNode> inOrder(List<JsonNode> parts, ServiceAnswer answer) throws SourceException {
    // some proxies make text of the id
    Map<String, JsonNode> byId = new HashMap<>();
    for (JsonNode part : parts) {
      byId.put(part.path("id").asText(), part.path("result"));
    }
    List<JsonNode> results = new ArrayList<>(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      JsonNode result = byId.get(Long.toString(first + i));
      if (result == null || result.isMissingNode()) {
        throw ChainErrors.garbled(address, answer, null);
      }
      results.add(result);
    }
    return results;
  }

  @Override
  public boolean isAnswer(SourceException failure) {
    return !(failure instanceof SourceUnavailableException unavailable)
        || unavailable.status() >= OK && unavailable.status() < SERVER_ERROR || unavailable.shrinkPage();
  }

  @Override
  public List<T> result(Object read) throws SourceException {
    List<JsonNode> results = ((Results) read).values();
    List<T> values = new ArrayList<>(results.size());
    for (int i = 0; i < results.size(); i++) {
      RpcCall<? extends T> call = calls.get(i);
      if (results.get(i).isNull()) {
        throw ChainErrors.nothing(address, call);
      }
      values.add(call.reader().read(address, results.get(i)));
    }
    return values;
  }

  @Override
  public SourceException unreadable(ServiceAnswer answer, Exception cause) {
    return answer.status() == OK ? ChainErrors.garbled(address, answer, cause) : ChainErrors.status(address, answer);
  }

  @Override
  public SourceException unreachable(String reason, Exception cause) {
    return ChainErrors.unreachable(address, reason, cause);
  }

  @Override
  public SourceException misrouted(String reason, Exception cause) {
    return new SourceRefusedException(address, 0, reason, cause);
  }
}
