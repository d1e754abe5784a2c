package io.cascadian.source.subgraph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatedTextsTest {

  private final RepeatedTexts texts = new RepeatedTexts();

  private String of(String text) {
    char[] characters = ("<" + text + ">").toCharArray();
    return texts.of(characters, 1, text.length());
  }

  @Test
  void repeatedText_isTheSameString() {
    String first = of("71321045679252212594626385532706912750332728571942532289631379312455583992563");

    assertThat(of("71321045679252212594626385532706912750332728571942532289631379312455583992563")).isSameAs(first);
    assertThat(of("")).isEmpty();
  }

  @Test
  void textsOfTheSameHash_stayApart() {
    // their hash codes are equal, and so are their slots
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());

    for (int i = 0; i < 3; i++) {
      assertThat(of("AaAa")).isEqualTo("AaAa");
      assertThat(of("BBBB")).isEqualTo("BBBB");
      assertThat(of("AaBB")).isEqualTo("AaBB");
    }
  }

  @Test
  void textsThatAreAllDifferent_areReturnedAsTheyAre() {
    for (int i = 0; i < 2_000; i++) {
      assertThat(of("0x" + i)).isEqualTo("0x" + i);
    }
    // nothing is remembered any more
    assertThat(of("again")).isNotSameAs(of("again"));
  }

  @Test
  void fewTexts_areRememberedAmongManyOthers() {
    String token = of("token");
    for (int i = 0; i < 300; i++) {
      of(i % 2 == 0 ? "token" : "0x" + i);
    }

    assertThat(of("token")).isEqualTo("token").isSameAs(of("token"));
    assertThat(token).isEqualTo("token");
  }
}
