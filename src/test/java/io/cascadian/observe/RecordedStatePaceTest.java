package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedStatePaceTest {

  @ParameterizedTest
  @CsvSource({"PT0.001S,PT5S", "PT0.1S,PT5S", "PT0.5S,PT24.5S", "PT10S,PT1M"})
  void readingThatTakesLonger_isDoneLessOften(Duration took, Duration pause) {
    assertThat(RecordedState.pause(took)).isEqualTo(pause);
  }
}
