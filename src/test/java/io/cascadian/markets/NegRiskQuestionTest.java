package io.cascadian.markets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegRiskQuestionTest {

  /** Groups and questions by the digit that their first 31 bytes consist of and their last byte. */
  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
      "5:00, -, -, 5:02, 5, 2",
      "5:00, true, -, 5:ff, 5, 255",
      "-, true, 5:00, 5:01, 5, 1",
      "-, -, 5:00, 5:01, 5, 1",
      "-, false, 5:00, 7:01, -, 0",
      "-, -, 5:00, 7:01, -, 0",
      "-, -, 5:00, -, -, 0",
      "-, true, 5:00, 7:01, 5, -",
      "-, true, 5:00, -, 5, -",
      "6:00, true, 5:00, 6:03, 6, 3",
      "6:00, true, 5:00, 5:03, 6, -",
      "-, true, -, 5:03, -, 0",
      "-, -, -, -, -, 0"})
  void group_isTheMarketsAndIndexTheQuestions(
      String ofMarket, Boolean flag, String ofEvent, String question, String group, Integer index) {
    assertThat(NegRiskQuestion.of(hash(ofMarket), flag, hash(ofEvent), hash(question)))
        .isEqualTo(new NegRiskQuestion(hash(group == null ? null : group + ":00"), index));
  }

  private static String hash(String brief) {
    return brief == null ? "" : brief.substring(0, 1).repeat(62) + brief.substring(2);
  }
}
