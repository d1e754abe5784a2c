package io.cascadian.source.subgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.exchange.ServiceAnswer;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each answer of a subgraph means; the texts are graph-node's. */
class SubgraphReplyTest {

  private static final List<String> FIELDS = List.of("id", "n", "list", "inner", "none");
  private static final String META = "\"_meta\":{\"block\":{\"number\":7,\"hash\":\"0x1\",\"timestamp\":null},\"deployment\":\"Qm\",\"hasIndexingErrors\":false}";

  @Test
  void completeReply_hasRowsAndHead() throws Exception {
    SubgraphReply reply = parse("{\"data\":{" + META + ",\"rows\":[{\"id\":\"1\",\"n\":115792089237316195423570985008687907853269984665640564039457584007913129639935,"
        + "\"list\":[\"a\"],\"inner\":{\"id\":\"x\"},\"none\":null,\"unknown\":{\"deep\":[1]}}]}}");
    assertThat(reply.head().block()).isEqualTo(7);
    assertThat(reply.head().timestamp()).isNull();
    assertThat(reply.rows()).hasSize(1);
    Object[] row = reply.rows().get(0).get(0);
    // numbers beyond every machine word stay what they are
    assertThat(row[FIELDS.indexOf("n")].toString()).hasSize(78);
    assertThat(row[FIELDS.indexOf("none")]).isNull();
    assertThat(row[FIELDS.indexOf("list")]).isEqualTo(List.of("a"));
    assertThat(row[FIELDS.indexOf("inner")]).isEqualTo(Map.of("id", "x"));
    assertThat(parse("{\"data\":{" + META + ",\"rows\":[]}}").rows().get(0)).isEmpty();
  }

  @Test
  void fieldsInOtherOrder_areSameRow() throws Exception {
    Object[] row = parse("{\"data\":{\"rows\":[{\"n\":\"5\",\"new\":{\"a\":1},\"id\":\"1\"}]," + META + "}}").rows().get(0).get(0);
    assertThat(row[FIELDS.indexOf("id")]).isEqualTo("1");
    assertThat(row[FIELDS.indexOf("n")]).isEqualTo("5");
  }

  @Test
  void missingCollection_isFailure() throws Exception {
    String both =
        ("{\"data\":{" + META + ",\"page0\":[{\"id\":\"1\"}],\"page1\":[]}}");
    SubgraphReply reply = SubgraphReply.parse("here", List.of("page0", "page1"), FIELDS, answer(200, null, both));
    assertThat(reply.rows().get(0)).hasSize(1);
    assertThat(reply.rows().get(1)).isEmpty();
    assertThatThrownBy(() -> SubgraphReply.parse("here", List.of("page0", "page1", "page2"), FIELDS, answer(200, null, both)))
        .isInstanceOf(SourceUnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      // repeat
      "Store error: query execution error               | unavailable, less",
      "Query timed out                                  | unavailable, less",
      "query is too expensive                           | unavailable, less",
      "service is overloaded and can not run the query right now | unavailable",
      "the chain was reorganized while executing the query | unavailable",
      "Too Many Requests                                | unavailable",
      "upstream service unavailable                     | unavailable",
      "Failed to decode `block.number` value: `subgraph Qm has only indexed up to block number 5 and data for block number 9 is therefore not yet available` | unavailable",
      // stop
      "indexing_error                                   | broken",
      "data for block number 3 is therefore not available | broken",
      // correct
      "Type `Query` has no field `fillz`                | refused",
      "deployment `Qm` does not exist                   | refused",
      "something nobody has seen                        | refused"})
  void errorsWithStatus200_areFailures(String message, String kind) {
    // also with data beside them: part of an answer is no answer
    expect("{\"data\":{" + META + ",\"rows\":[]},\"errors\":[{\"message\":\"" + message + "\"}]}", 200, kind);
    expect("{\"errors\":[{\"message\":\"" + message + "\"}]}", 200, kind);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "429 | slow down                | unavailable",
      "503 | <html>bad gateway</html> | unavailable",
      "504 | <html></html>            | unavailable, less",
      "413 | too large                | unavailable, less",
      "401 | no                       | refused",
      "404 | Not found                | refused",
      "200 | <html>hello</html>       | unavailable",
      "200 | ''                       | unavailable",
      "200 | {\"data\":{\"rows\":[{\"id\":\"1\"},{\"i | unavailable, less",
      "200 | {\"data\":null}          | unavailable, less",
      "200 | {\"data\":{\"rows\":[]}} | unavailable, less",
      "200 | {\"data\":{\"_meta\":{\"block\":{\"number\":\"x\"}},\"rows\":[]}} | unavailable, less",
      "200 | {\"message\":\"Not found\"} | refused",
      "200 | {\"message\":\"API rate limit exceeded\"} | unavailable",
      "200 | {\"error\":\"Internal server error\"} | unavailable",
      "200 | {\"error\":\"no such project\"} | refused",
      "200 | {\"data\":{\"_meta\":{\"block\":{\"number\":7}},\"rows\":[]},\"message\":\"Not found\"} | refused",
      "410 | {\"error\":\"gone\"}     | refused",
      "200 | []                       | unavailable"})
  void otherReplies_areFailures(int status, String body, String kind) {
    expect(body, status, kind);
  }

  @Test
  void retryAfter_isStored() {
    ServiceAnswer reply = answer(429, Duration.ofSeconds(7), "slow down");
    assertThatThrownBy(() -> SubgraphReply.parse("here", List.of("rows"), FIELDS, reply)).isInstanceOfSatisfying(SourceUnavailableException.class, e -> {
      assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
      assertThat(e.status()).isEqualTo(429);
    });
  }

  private static void expect(String body, int status, String kind) {
    assertThatThrownBy(() -> SubgraphReply.parse("here", List.of("rows"), FIELDS, answer(status, null, body))).satisfies(e -> {
      switch (kind) {
        case "broken" -> assertThat(e).isInstanceOf(SourceBrokenException.class);
        case "refused" -> assertThat(e).isInstanceOf(SourceRefusedException.class);
        default -> assertThat(e).isInstanceOfSatisfying(SourceUnavailableException.class,
            u -> assertThat(u.shrinkPage()).isEqualTo(kind.endsWith("less")));
      }
    });
  }

  private static SubgraphReply parse(String body) throws Exception {
    return SubgraphReply.parse("here", List.of("rows"), FIELDS, answer(200, null, body));
  }

  private static ServiceAnswer answer(int status, Duration retryAfter, String body) {
    return new ServiceAnswer(status, retryAfter, body);
  }
}
