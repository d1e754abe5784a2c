package io.cascadian.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "1.0, 1", "1., 1", "1E0, 1", "10e-1, 1", "' 1.50 ', 1.5", "-0.0, 0", "+2, 2", "1e77, 1E+77", "0e999, 0"})
  void number_isReadAsItsValue(String text, String expected) {
    assertThat(NumberText.decimal(text)).hasValueSatisfying(n -> assertThat(n).isEqualByComparingTo(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "one", "1e999", "1e-61", "1e9999999999", "0x1", "1,5", "١", "NaN", "Infinity", "1 2", "--1", ".5", "1_000"})
  void whatIsNoNumber_orTooLarge_isNone(String text) {
    assertThat(NumberText.decimal(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "007, 007", "1019.0, 1019", "1.019e3, 1019", "999999999999999999, 999999999999999999"})
  void id_isReadAsDigits(String text, String expected) {
    assertThat(NumberText.id(text)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-7", "7.5", "1000000000000000000", "1e18", "true", "[7]"})
  void whatIsNoId_isNone(String text) {
    assertThat(NumberText.id(text)).isEmpty();
  }
}
