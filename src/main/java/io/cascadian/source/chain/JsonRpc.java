package io.cascadian.source.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cascadian.http.HttpCaller;
import io.cascadian.http.HttpReply;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls of a node, each answered with its result, or a typed failure: an error, a null result, the result of another call, or anything
 * that is not JSON-RPC is never a result.
 *
 * <p>Calls go together in batches; where the node finds those too large they become smaller for good, down to single calls. Thread-safe.
 */
final class JsonRpc {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpCaller http;
  private final ChainOptions options;
  private final String endpoint;
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicInteger batch;

  JsonRpc(HttpCaller http, ChainOptions options) {
    this.http = http;
    this.options = options;
    this.endpoint = options.endpoint();
    this.batch = new AtomicInteger(options.largestBatch());
  }

  /** HTTP requests sent so far. */
  long requests() {
    return requests.get();
  }

  /** How many calls a request may hold by now. */
  int batchSize() {
    return batch.get();
  }

  /** The results in the order of the calls; asked once, not again after a failure. */
  List<JsonNode> ask(List<RpcCall> calls) throws SourceException {
    List<JsonNode> results = new ArrayList<>(calls.size());
    while (results.size() < calls.size()) {
      int size = Math.min(batch.get(), calls.size() - results.size());
      try {
        results.addAll(exchange(calls.subList(results.size(), results.size() + size)));
      } catch (SourceUnavailableException e) {
        if (size == 1 || !ChainErrors.isAboutBatches(e)) {
          throw e;
        }
        batch.accumulateAndGet(size / 2, Math::min);
      }
    }
    return results;
  }

  private List<JsonNode> exchange(List<RpcCall> calls) throws SourceException {
    long first = ids.getAndAdd(calls.size());
    ArrayNode asked = JSON.createArrayNode();
    for (int i = 0; i < calls.size(); i++) {
      ObjectNode call = asked.addObject();
      call.put("jsonrpc", "2.0").put("id", first + i).put("method", calls.get(i).method());
      call.set("params", JSON.valueToTree(calls.get(i).parameters()));
    }
    requests.incrementAndGet();
    HttpReply reply;
    try {
      // some nodes refuse batches of any size
      reply = http.postJson(options.url(), Map.of(), (calls.size() == 1 ? asked.get(0) : asked).toString());
    } catch (IOException e) {
      throw ChainErrors.unreachable(endpoint, e);
    }
    return results(calls, first, reply);
  }

  private List<JsonNode> results(List<RpcCall> calls, long first, HttpReply reply) throws SourceException {
    JsonNode answer;
    try {
      answer = JSON.readTree(reply.body());
    } catch (IOException e) {
      throw reply.status() == 200 ? ChainErrors.garbled(endpoint, reply, e) : ChainErrors.status(endpoint, reply);
    }
    List<JsonNode> parts = new ArrayList<>();
    if (answer != null && answer.isArray()) {
      answer.forEach(parts::add);
    } else if (answer != null) {
      parts.add(answer);
    }
    // an error counts before the status it came with, since it says more
    for (JsonNode part : parts) {
      if (part.path("error").isObject()) {
        throw ChainErrors.error(endpoint, reply, part.path("error"));
      }
    }
    if (reply.status() != 200) {
      throw ChainErrors.status(endpoint, reply);
    }
    Map<Long, JsonNode> byId = new HashMap<>();
    for (JsonNode part : parts) {
      if (part.path("id").isIntegralNumber()) {
        byId.put(part.path("id").asLong(), part.path("result"));
      }
    }
    List<JsonNode> results = new ArrayList<>(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      JsonNode result = byId.get(first + i);
      if (result == null || result.isMissingNode()) {
        throw ChainErrors.garbled(endpoint, reply, null);
      }
      if (result.isNull()) {
        throw ChainErrors.nothing(endpoint, calls.get(i));
      }
      results.add(result);
    }
    return results;
  }
}
