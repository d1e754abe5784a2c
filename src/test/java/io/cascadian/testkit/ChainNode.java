package io.cascadian.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/**
 * A node of a chain in this process: blocks, logs and JSON-RPC with batches, the limits that hosts set, reorganisations and faults.
 *
 * <p>Like many nodes it answers a range of logs that ends above its head with success, and with what it has. Thread-safe.
 */
public final class ChainNode implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final long firstNumber;
  private final List<Block> blocks = new ArrayList<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final HttpServer server;
  private int branch;
  private volatile int resultLimit = Integer.MAX_VALUE;
  private volatile int rangeLimit = Integer.MAX_VALUE;
  private volatile int batchLimit = Integer.MAX_VALUE;
  private volatile int callsOfBatch = Integer.MAX_VALUE;
  private volatile IntPredicate refused = calls -> false;
  private volatile JsonNode refusal;
  private volatile int refusalStatus;
  private volatile Fault fault = (exchange, number) -> false;
  private volatile UnaryOperator<ArrayNode> tampering = logs -> logs;
  private volatile boolean nullResults;
  private volatile boolean idsAsText;
  private volatile Runnable beforeLogs = () -> { };
  private int requests;

  /** A log that a block is to hold. */
  public record Entry(String address, List<String> topics, String data) {

    /** An {@code OrderFilled} of era V2; addresses with {@code 0x}, amounts in millionths. */
    public static Entry fill(
        String exchange, String topic, String maker, String taker, int side, BigInteger token, long makerAmount, long takerAmount,
        long fee) {
      List<String> words = List.of(word(BigInteger.valueOf(side)), word(token), word(BigInteger.valueOf(makerAmount)),
          word(BigInteger.valueOf(takerAmount)), word(BigInteger.valueOf(fee)), word(BigInteger.ZERO), word(BigInteger.ZERO));
      return new Entry(exchange, List.of(topic, hash("order " + maker + makerAmount), "0x" + "0".repeat(24) + maker.substring(2),
          "0x" + "0".repeat(24) + taker.substring(2)), "0x" + String.join("", words));
    }

    private static String word(BigInteger value) {
      return String.format(Locale.ROOT, "%064x", value);
    }
  }

  private record Block(long number, String hash, String parent, long timestamp, List<Entry> logs) {}

  /** @param firstNumber of the first block that is appended */
  public ChainNode(long firstNumber) {
    this.firstNumber = firstNumber;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(workers);
    server.createContext("/", this::serve);
    server.start();
  }

  /** With a key in its path, as hosts hand out. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v2/secret-key";
  }

  /** Appends a block. */
  public synchronized ChainNode append(long timestamp, List<Entry> logs) {
    long number = firstNumber + blocks.size();
    String parent = blocks.isEmpty() ? hash("before") : blocks.get(blocks.size() - 1).hash;
    blocks.add(new Block(number, hash(number + " " + timestamp + " " + branch + " " + parent), parent, timestamp, List.copyOf(logs)));
    return this;
  }

  /** Replaces the last blocks by as many others of the same times, whose logs may be others. */
  public synchronized void reorganise(int depth, UnaryOperator<List<Entry>> logs) {
    branch++;
    List<Block> replaced = new ArrayList<>(blocks.subList(blocks.size() - depth, blocks.size()));
    blocks.subList(blocks.size() - depth, blocks.size()).clear();
    replaced.forEach(block -> append(block.timestamp, logs.apply(block.logs)));
  }

  /** Answers at most so many logs. */
  public void limitResults(int limit) {
    resultLimit = limit;
  }

  /** Answers ranges of at most so many blocks. */
  public void limitRange(int limit) {
    rangeLimit = limit;
  }

  /** Answers at most so many calls in a request. */
  public void limitBatch(int limit) {
    batchLimit = limit;
  }

  /** Answers at most so many calls of a batch, and the others with an error of its rate. */
  public void limitCallsOfBatch(int limit) {
    callsOfBatch = limit;
  }

  /** Answers requests of so many calls with an error of a host from now on. */
  public void refuse(IntPredicate calls, int status, int code, String message) {
    refused = calls;
    refusal = error(JSON.nullNode(), code, message);
    refusalStatus = status;
  }

  /** Makes the node misbehave from now on. */
  public void misbehave(Fault fault) {
    this.fault = fault;
  }

  /** Answers with the ids of calls as text from now on. */
  public void answerIdsAsText() {
    idsAsText = true;
  }

  /** Answers everything with a null result from now on. */
  public void answerNull() {
    nullResults = true;
  }

  /** Changes what {@code eth_getLogs} answers from now on. */
  public void tamper(UnaryOperator<ArrayNode> tampering) {
    this.tampering = tampering;
  }

  /** Does something whenever logs are asked for, before they are looked up. */
  public void beforeLogs(Runnable action) {
    this.beforeLogs = action;
  }

  /** Calls of a method so far. */
  public int calls(String method) {
    return calls.getOrDefault(method, 0);
  }

  /** HTTP requests so far. */
  public synchronized int requests() {
    return requests;
  }

  public synchronized long head() {
    return firstNumber + blocks.size() - 1;
  }

  public synchronized String hashOf(long number) {
    return blocks.get((int) (number - firstNumber)).hash;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      int number;
      synchronized (this) {
        number = ++requests;
      }
      if (fault.intercept(exchange, number)) {
        return;
      }
      JsonNode request = JSON.readTree(body);
      boolean isRefused = refused.test(request.isArray() ? request.size() : 1);
      byte[] answer = (isRefused ? refusal : answer(request)).toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(isRefused ? refusalStatus : 200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private JsonNode answer(JsonNode request) {
    if (!request.isArray()) {
      return one(request);
    }
    if (request.size() > batchLimit) {
      return error(JSON.nullNode(), -32600, "batch too large: at most " + batchLimit + " calls");
    }
    ArrayNode answers = JSON.createArrayNode();
    // the order of a batch's answers is the node's own business
    for (int i = request.size() - 1; i >= 0; i--) {
      answers.add(i < callsOfBatch ? one(request.get(i)) : error(request.get(i).path("id"), -32005, "too many requests per second"));
    }
    return answers;
  }

  private JsonNode one(JsonNode call) {
    String method = call.path("method").asText();
    calls.merge(method, 1, Integer::sum);
    JsonNode parameter = call.path("params").path(0);
    return switch (method) {
      case "eth_blockNumber" -> result(call, JSON.getNodeFactory().textNode(quantity(head())));
      case "eth_getBlockByNumber" -> result(call, block(parameter.asText()));
      case "eth_getLogs" -> logs(call, parameter);
      default -> error(call.path("id"), -32601, "the method " + method + " does not exist/is not available");
    };
  }

  private synchronized JsonNode block(String which) {
    long number = which.equals("latest") ? head() : Long.decode(which);
    if (number < firstNumber || number > head()) {
      return JSON.nullNode();
    }
    Block block = blocks.get((int) (number - firstNumber));
    return JSON.createObjectNode().put("number", quantity(number)).put("hash", block.hash).put("parentHash", block.parent)
        .put("timestamp", quantity(block.timestamp)).put("logsBloom", "0x00");
  }

  private JsonNode logs(JsonNode call, JsonNode filter) {
    beforeLogs.run();
    long from = Long.decode(filter.path("fromBlock").asText());
    long to = Long.decode(filter.path("toBlock").asText());
    if (to - from + 1 > rangeLimit) {
      return error(call.path("id"), -32602, "eth_getLogs is limited to a " + rangeLimit + " blocks range");
    }
    ArrayNode logs = logs(from, to, filter);
    if (logs.size() > resultLimit) {
      return error(call.path("id"), -32005, "query returned more than " + resultLimit + " results");
    }
    return result(call, tampering.apply(logs));
  }

  private synchronized ArrayNode logs(long from, long to, JsonNode filter) {
    ArrayNode logs = JSON.createArrayNode();
    for (Block block : blocks) {
      for (int i = 0; i < block.logs.size(); i++) {
        Entry log = block.logs.get(i);
        if (block.number < from || block.number > to || !filter.path("address").toString().contains("\"" + log.address + "\"")
            || !filter.path("topics").path(0).asText().equals(log.topics.get(0))) {
          continue;
        }
        ObjectNode json = logs.addObject();
        // other contracts' logs stand between
        json.put("address", log.address).put("blockNumber", quantity(block.number)).put("blockHash", block.hash)
            .put("transactionHash", hash(block.hash + i / 3)).put("transactionIndex", "0x0").put("logIndex", quantity(i * 3L + 1))
            .put("data", log.data).put("removed", false);
        log.topics.forEach(json.putArray("topics")::add);
      }
    }
    return logs;
  }

  private JsonNode result(JsonNode call, JsonNode result) {
    return JSON.createObjectNode().put("jsonrpc", "2.0").<ObjectNode>set(
        "id", idsAsText ? JSON.getNodeFactory().textNode(call.path("id").asText()) : call.path("id"))
        .set("result", nullResults ? JSON.nullNode() : result);
  }

  private static JsonNode error(JsonNode id, int code, String message) {
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0").set("id", id);
    answer.putObject("error").put("code", code).put("message", message);
    return answer;
  }

  private static String quantity(long number) {
    return "0x" + Long.toHexString(number);
  }

  private static String hash(String text) {
    try {
      return "0x" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
