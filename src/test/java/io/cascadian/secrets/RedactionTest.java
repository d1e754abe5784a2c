package io.cascadian.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {

  @Test
  void longerSecret_isMaskedFirst_commonWordStays() {
    Redaction.learn(List.of("postgres", "io.cascadian"));
    Redaction.protect(List.of("canary-one", "canary-one-and-more", "abc", "postgres", "cascadian"));
    assertThat(Redaction.apply("a canary-one-and-more, canary-one; abc of postgres in io.cascadian"))
        .isEqualTo("a [secret], [secret]; abc of postgres in io.cascadian");
    assertThat(Redaction.apply(null)).isNull();
  }
}
