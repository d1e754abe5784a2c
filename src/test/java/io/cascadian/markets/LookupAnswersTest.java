package io.cascadian.markets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.testkit.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which answers are accepted. */
class LookupAnswersTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LookupBatch ONE_AND_TWO = conditions(1, 2);

  private final Map<String, String> reported = new HashMap<>();
  private final LookupAnswers answers = new LookupAnswers(reported::get);

  @Test
  void requestedMarkets_areAccepted_missingLeftOut() throws Exception {
    assertThat(answers.read(ONE_AND_TWO, List.of(page(market("7", 2)), page()))).containsOnlyKeys(key(2));
    assertThat(answers.read(conditions(3, 4), List.of(page(market("8", 3)), page(market("9", 4))))).containsOnlyKeys(key(3), key(4));
  }

  @Test
  void marketWithUnreadableTokens_isNoAnswerToTokens() throws Exception {
    LookupBatch batch = new LookupBatch(List.of(LookupKey.token("20"), LookupKey.token("30")));
    JsonNode page = JSON.readTree("[{\"id\": \"8\", \"conditionId\": \"0x" + key(4).conditionId() + "\", \"clobTokenIds\": \"[\\\"x\\\"]\"},"
        + market("7", 2) + "]");
    assertThat(answers.read(batch, List.of(page))).containsOnlyKeys(LookupKey.token("20"));
    refused("not-asked-for", () -> answers.read(ONE_AND_TWO, List.of(page)));
  }

  @Test
  void tokensInHex_areTheSameTokens() throws Exception {
    LookupBatch batch = new LookupBatch(List.of(LookupKey.token("20")));
    assertThat(answers.read(batch, List.of(JSON.readTree("[" + market("7", 2).replace("20", "0x14") + "]")))).containsOnlyKeys(LookupKey.token("20"));
  }

  @Test
  void tokens_areMatchedToTheirMarket() throws Exception {
    LookupBatch batch = new LookupBatch(List.of(LookupKey.token("20"), LookupKey.token("21"), LookupKey.token("30")));
    assertThat(answers.read(batch, List.of(page(market("7", 2))))).containsOnlyKeys(LookupKey.token("20"), LookupKey.token("21"));
    refused("not-asked-for", () -> answers.read(batch, List.of(page(market("8", 4)))));
  }

  @Test
  void marketClosingBetweenRequests_isAccepted() throws Exception {
    assertThat(answers.read(ONE_AND_TWO, List.of(page(market("7", 1)), page(market("7", 1), market("8", 2))))).containsOnlyKeys(key(1), key(2));
  }

  @Test
  void unrequestedMarket_rejectsBatch() {
    refused("not-asked-for", () -> answers.read(ONE_AND_TWO, List.of(page(market("7", 1)), page(market("8", 2), market("12", 99)))));
  }

  @Test
  void sameMarketForAll_isRejected() throws Exception {
    refused("one-market-for-many", () -> answers.read(ONE_AND_TWO, List.of(page(market("12", 1), market("12", 2)))));
    refused("one-market-for-many", () -> answers.read(ONE_AND_TWO, List.of(page(market("12", 1)), page(market("12", 2)))));
    reported.put("12", key(5).conditionId());
    assertThat(answers.read(conditions(5), List.of(page(market("12", 5))))).containsOnlyKeys(key(5));
    refused("one-market-for-many", () -> answers.read(conditions(6), List.of(page(market("12", 6)))));
  }

  @Test
  void manyMarketsForOneCondition_areRejected() {
    refused("many-markets-for-one", () -> answers.read(ONE_AND_TWO, List.of(page(market("7", 1), market("8", 1)))));
  }

  @Test
  void marketWithoutCondition_isRejected() {
    refused("no-condition-id", () -> answers.read(ONE_AND_TWO, List.of(JSON.readTree("[{\"id\": \"7\"}]"))));
    refused("bad-hash", () -> answers.read(ONE_AND_TWO, List.of(JSON.readTree("[{\"id\": \"7\", \"conditionId\": \"0x12\"}]"))));
  }

  @Test
  void realDefaultPage_isRejected() throws Exception {
    JsonNode twelve = JSON.readTree(SharedData.open("api/gamma-market-12.json"));
    refused("not-asked-for", () -> answers.read(ONE_AND_TWO, List.of(JSON.createArrayNode().add(twelve))));
    LookupBatch own = new LookupBatch(List.of(LookupKey.condition(twelve.path("conditionId").asText().substring(2))));
    assertThat(answers.read(own, List.of(JSON.createArrayNode().add(twelve)))).containsOnlyKeys(own.keys().get(0));
  }

  @Test
  void realAnswers_inBothListNotations_matchByConditionAndToken() throws Exception {
    // lists inside strings in one, plain lists in the other
    for (String file : List.of("api/market.json", "api/gamma-markets-5.json")) {
      JsonNode read = JSON.readTree(SharedData.open(file));
      JsonNode page = read.isArray() ? read : JSON.createArrayNode().add(read);
      List<LookupKey> conditions = new ArrayList<>();
      List<LookupKey> tokens = new ArrayList<>();
      for (JsonNode market : page) {
        conditions.add(LookupKey.condition(market.path("conditionId").asText().substring(2)));
        GammaEntries.tokens(market).forEach(token -> tokens.add(LookupKey.token(token.toString())));
      }
      assertThat(answers.read(new LookupBatch(conditions), List.of(page))).containsOnlyKeys(conditions.toArray(LookupKey[]::new));
      assertThat(tokens).hasSize(2 * page.size());
      assertThat(answers.read(new LookupBatch(tokens), List.of(page))).containsOnlyKeys(tokens.toArray(LookupKey[]::new));
    }
  }

  private static void refused(String reason, ThrowingCallable read) {
    assertThatThrownBy(read).isInstanceOfSatisfying(ImplausibleAnswerException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static LookupBatch conditions(int... numbers) {
    return new LookupBatch(IntStream.of(numbers).mapToObj(LookupAnswersTest::key).toList());
  }

  private static LookupKey key(int number) {
    return LookupKey.condition(String.format(Locale.ROOT, "%064x", number));
  }

  private static JsonNode page(String... markets) throws IOException {
    return JSON.readTree("[" + String.join(",", markets) + "]");
  }

  /** With tokens 10n and 10n + 1. */
  private static String market(String id, int condition) {
    return "{\"id\": \"" + id + "\", \"conditionId\": \"0x" + key(condition).conditionId() + "\", \"clobTokenIds\": \"[\\\"" + 10 * condition
        + "\\\", \\\"" + (10 * condition + 1) + "\\\"]\"}";
  }
}
