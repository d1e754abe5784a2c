package io.cascadian.source.chain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cascadian.exchange.OutboundRoute;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends calls to the node and returns the result of each, or a typed failure.
 *
 * <p>Calls go together in batches; where the node finds those too large they become smaller for good, down to single calls. Thread-safe.
 */
final class JsonRpc {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Object> HEADERS = Map.of("Content-Type", "application/json", "Accept", "application/json");

  private final OutboundRoute route;
  private final String endpoint;
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong smaller = new AtomicLong();
  private final AtomicInteger batch;

  JsonRpc(OutboundRoute route, ChainOptions options) {
    this.route = route;
    this.endpoint = options.endpoint();
    this.batch = new AtomicInteger(options.largestBatch());
  }

  /** HTTP requests sent so far. */
  long requests() {
    return route.requests();
  }

  /** Requests that repeated a failed one, or asked for less because it got no whole answer. */
  long repeated() {
    return route.retries() + smaller.get();
  }

  /** Returns how many calls a request may hold by now. */
  int batchSize() {
    return batch.get();
  }

  /**
   * Asks and returns the results in the order of the calls.
   *
   * @param canAskForLess whether the caller makes the calls smaller when their answer is too large
   */
  <T> List<T> ask(List<? extends RpcCall<? extends T>> calls, boolean canAskForLess) throws SourceException {
    List<T> results = new ArrayList<>(calls.size());
    int most = batch.get();
    while (results.size() < calls.size()) {
      int count = Math.min(most, calls.size() - results.size());
      try {
        results.addAll(exchange(calls.subList(results.size(), results.size() + count), canAskForLess || count > 1));
      } catch (SourceUnavailableException e) {
        if (e.shrinkPage() && !ChainErrors.isLimit(e) && (canAskForLess || count > 1)) {
          smaller.incrementAndGet();
        }
        boolean batches = ChainErrors.isAboutBatches(e);
        if (count == 1 || !e.shrinkPage() || (canAskForLess && !batches) || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        most = count / 2;
        if (batches) {
          batch.accumulateAndGet(most, Math::min);
        }
      }
    }
    return results;
  }

  private <T> List<T> exchange(List<? extends RpcCall<? extends T>> calls, boolean canAskForLess) throws SourceException {
    long first = ids.getAndAdd(calls.size());
    ArrayNode asked = JSON.createArrayNode();
    for (int i = 0; i < calls.size(); i++) {
      ObjectNode call = asked.addObject();
      call.put("jsonrpc", "2.0").put("id", first + i).put("method", calls.get(i).method());
      call.set("params", JSON.valueToTree(calls.get(i).parameters()));
    }
    // some nodes refuse batches of any size
    return route.ask(new RpcQuestion<T>(endpoint, calls, first, canAskForLess), (calls.size() == 1 ? asked.get(0) : asked).toString(), HEADERS);
  }
}
