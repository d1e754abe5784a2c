package io.cascadian.source.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cascadian.exchange.ServiceAnswer;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each failure of a node means; the texts are those of nodes and their hosts. */
class ChainErrorsTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      // fewer blocks
      "-32005 | query returned more than 10000 results. Try with this block range [0x1, 0x2]. | less",
      "-32005 | limit exceeded | less",
      "-32602 | Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range | less",
      "-32600 | Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. | less",
      "-32614 | eth_getLogs is limited to a 10,000 range | less",
      "-32062 | Block range is too large | less",
      "-32000 | exceed maximum block range: 2000 | less",
      "-32000 | block range too large | less",
      "-32000 | requested too many blocks from 1 to 9000, maximum is set to 2048 | less",
      "-32047 | Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: 800 | less",
      "-32000 | query timeout exceeded | less",
      "-32002 | request timed out | less",
      "-32003 | response too large | less",
      "-32000 | Please, specify less number of addresses / smaller interval of blocks (50) | less",
      "-32000 | context deadline exceeded | less",
      "35 | ranges over 10000 blocks are not supported on freetier | less",
      "-32600 | batch too large | less",
      "31 | Batch of more than 3 requests are not allowed on free tier, to use this feature register paid account | less",
      "-32600 | batch requests are not allowed | less",
      "-32005 | too many calls in one request, at most 2 | less",
      "0 | JSON-RPC array not supported, unauthorized | less",
      "-32005 | Number of requests in batch exceeds limit of 50 per second | less",
      "-32000 | Block range is too large, please try again with a smaller range, or use another API key | less",
      // later
      "-32005 | daily request count exceeded, request rate limited | later",
      "-32029 | Too many requests | later",
      "429 | Your app has exceeded its compute units per second capacity. | later",
      "-32007 | 50/second request limit reached - reduce calls per second or upgrade | later",
      "-32097 | Too many requests, reason: call rate limit exhausted, retry in 10s | later",
      "-32005 | project ID request rate exceeded | later",
      "-32029 | Too Many Requests, Please apply an API key or contact us to receive a higher rate limit | later",
      "-32005 | API key rate limit exceeded | later",
      "-32005 | Your API key uses too much | less",
      "-32005 | Your API key has exceeded its daily request limit | later",
      "-32000 | you are being throttled: requests of this project id are not allowed at this rate | later",
      "-32016 | over rate limit | later",
      "-32064 | You have exceeded the number of calls allowed for your project id | later",
      "-32000 | Too many concurrent requests for this API key | later",
      "-32001 | API key: monthly credits are used up | later",
      "-32000 | header not found | later",
      "-32000 | One of the blocks specified in filter (fromBlock, toBlock or blockHash) cannot be found. | later",
      "-32602 | block range extends beyond current head block | later",
      "-32603 | Internal error | later",
      "-32000 | something nobody has seen | later",
      // stop
      "4444 | pruned history unavailable | stop",
      "-32000 | required historical state has been pruned | stop",
      // correct
      "-32601 | the method eth_getLogs does not exist/is not available | correct",
      "-32602 | invalid argument 0: json: cannot unmarshal hex string without 0x prefix | correct",
      "-32700 | parse error | correct",
      "-32001 | Unauthorized: invalid API key | correct",
      "-32000 | API key disabled, reason: tenant disabled | correct",
      "-32002 | project id required in the url | correct",
      "17 | something else that nobody has seen | correct"})
  void nodeErrors_haveTheirMeaning(int code, String message, String meaning) {
    ObjectNode error = error(code, message);
    for (int status : new int[] {200, 400}) {
      SourceException failure = ChainErrors.error("here", reply(status, ""), error, false);
      expect(failure, meaning);
      assertThat(failure).hasMessageContaining(message);
    }
  }

  @ParameterizedTest
  @CsvSource({"401, correct", "402, correct", "403, correct", "404, correct", "408, less", "413, less", "425, later", "429, later", "500, later",
      "502, later", "503, later", "504, less"})
  void statuses_haveTheirMeaning(int status, String meaning) {
    expect(ChainErrors.status("here", reply(status, "<html>")), meaning);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "429 | -32005 | project ID request rate exceeded | later",
      "429 | -32029 | Please apply an API key | later",
      "429 | -32005 | limit exceeded | later",
      "429 | -32600 | block range is too large | less",
      "429 | -32600 | batch requests are not allowed | less",
      "403 | -32000 | API key disabled, reason: tenant disabled | correct",
      "403 | -32005 | rate limit of your API key exceeded | later",
      "401 | -32000 | batch requests need an API key | less",
      "401 | -32000 | whatever | correct",
      "402 | -32000 | Payment required: the plan has ended | correct",
      "500 | 31 | Batch of more than 3 requests are not allowed on free tier | less"})
  void limits_precedeStatus_statusPrecedesKeys(int status, int code, String message, String meaning) {
    expect(ChainErrors.error("here", reply(status, ""), error(code, message), false), meaning);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "403 | Your API key is rate limited | later",
      "400 | batch requests are not supported | less",
      "405 | Batch not allowed | less",
      "400 | block range too large | less",
      "403 | <html>the rate limit of batch ranges</html> | correct",
      "404 | orange | correct"})
  void limitsWithoutError_areLimits(int status, String body, String meaning) {
    expect(ChainErrors.status("here", reply(status, body)), meaning);
  }

  @Test
  void errorsOfOtherShapes_areReadWhereTheyAreKnown() {
    expect(ChainErrors.text("here", reply(200, ""), "Too many requests"), "later");
    expect(ChainErrors.text("here", reply(200, ""), "batch requests are not allowed"), "less");
    expect(ChainErrors.text("here", reply(200, ""), "invalid API key"), "correct");
    assertThat(ChainErrors.text("here", reply(200, ""), "something nobody has seen")).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{'backoff_seconds': 30} | 30000", "{'rate': {'backoff_seconds': 12.5}} | 12500", "{'backoff_seconds': '20'} | 20000",
      "{'backoff_seconds': 1} | 7000", "{'backoff_seconds': -5} | 7000", "{'backoff_seconds': 1e300} | 7000", "{'backoff_seconds': null} | 7000",
      "{'backoff_seconds': 'soon'} | 7000", "[1] | 7000"})
  void pauseOfTheErrorsData_countsWhenLongerThanRetryAfter(String data, long millis) throws JsonProcessingException {
    ObjectNode error = error(-32005, "project ID request rate exceeded");
    error.set("data", new ObjectMapper().readTree(data.replace('\'', '"')));
    assertThat(ChainErrors.error("here", reply(429, ""), error, false)).isInstanceOfSatisfying(
        SourceUnavailableException.class, e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofMillis(millis)));
  }

  @Test
  void rateOfPartOfABatch_asksForSmallerBatches() {
    SourceException failure = ChainErrors.error("here", reply(200, ""), error(429, "too many requests"), true);
    expect(failure, "less");
    assertThat(ChainErrors.isAboutBatches((SourceUnavailableException) failure)).isTrue();
  }

  private static ObjectNode error(int code, String message) {
    return JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
  }

  @Test
  void sizeLimit_doesNotWait_rateLimitDoes() {
    assertThat(ChainErrors.isLimit(unavailable(-32005, "query returned more than 10000 results"))).isTrue();
    assertThat(ChainErrors.isLimit((SourceUnavailableException) ChainErrors.status("here", reply(504, "")))).isFalse();
    assertThat(unavailable(429, "slow down").retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(ChainErrors.isAboutBatches(unavailable(-32600, "batch too large"))).isTrue();
    assertThat(ChainErrors.isAboutBatches(unavailable(-32005, "query returned more than 10000 results"))).isFalse();
  }

  @Test
  void noResponse_mayBeTooLarge_unlessUnconnected() {
    expect(unreachable(new SocketTimeoutException("Read timed out")), "less");
    expect(unreachable(new RuntimeException(new IOException("no complete answer within 60000 ms"))), "less");
    expect(unreachable(new ConnectException("Connection refused")), "later");
    expect(unreachable(new IllegalStateException("left alone")), "later");
  }

  private static SourceException unreachable(Exception cause) {
    return ChainErrors.unreachable("here", cause.getMessage(), cause);
  }

  private static SourceUnavailableException unavailable(int code, String message) {
    return (SourceUnavailableException) ChainErrors.error(
        "here", reply(200, ""), error(code, message), false);
  }

  private static ServiceAnswer reply(int status, String body) {
    return new ServiceAnswer(status, Duration.ofSeconds(7), body);
  }

  private static void expect(SourceException failure, String meaning) {
    switch (meaning) {
      case "stop" -> assertThat(failure).isInstanceOf(SourceBrokenException.class);
      case "correct" -> assertThat(failure).isInstanceOf(SourceRefusedException.class);
      default -> assertThat(failure).isInstanceOfSatisfying(SourceUnavailableException.class,
          e -> assertThat(e.shrinkPage()).isEqualTo(meaning.equals("less")));
    }
  }
}
