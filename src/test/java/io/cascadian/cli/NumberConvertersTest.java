package io.cascadian.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The first and the last number that each converter takes, and what it reports of those beside them. */
class NumberConvertersTest {

  static Stream<Arguments> ranges() {
    return Stream.of(Arguments.of(new NumberConverters.NotNegative(), 0L, (long) Integer.MAX_VALUE, " from 0 on"),
        Arguments.of(new NumberConverters.Positive(), 1L, (long) Integer.MAX_VALUE, " from 1 on"),
        Arguments.of(new NumberConverters.Scale(), 1L, 1_000L, " from 1 to 1000"),
        Arguments.of(new NumberConverters.Port(), 0L, 65_535L, " from 0 to 65535"),
        Arguments.of(new NumberConverters.Whole(), (long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE, ""));
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void number_outsideTheRange_isRefusedWithIt(ITypeConverter<Integer> converter, long least, long most, String range) throws Exception {
    assertThat(converter.convert(Long.toString(least))).isEqualTo((int) least);
    assertThat(converter.convert(" +" + most)).isEqualTo((int) most);
    for (long number : new long[] {least - 1, most + 1}) {
      assertThatThrownBy(() -> converter.convert(Long.toString(number))).isInstanceOf(TypeConversionException.class)
          .hasMessage("'" + number + "' is not a whole number" + range);
    }
  }
}
