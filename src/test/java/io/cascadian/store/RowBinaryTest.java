package io.cascadian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is encoded is the same bytes however the pieces fall that it is kept in. */
class RowBinaryTest {

  @Property(tries = 200)
  void strings_areLengthAndUtf8(
      @ForAll @Size(max = 60) List<@StringLength(max = 300) String> strings, @ForAll boolean large) throws IOException {
    RowBinary encoded = new RowBinary();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    DataOutputStream plain = new DataOutputStream(expected);
    for (String text : strings) {
      String value = large ? text.repeat(50) : text;
      encoded.string(value).endRow();
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      for (int rest = bytes.length; ; rest >>>= 7) {
        plain.write(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
        if (rest < 0x80) {
          break;
        }
      }
      plain.write(bytes);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoded.writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());
    assertThat(encoded.bytes()).isEqualTo(expected.size());
    assertThat(encoded.rows()).isEqualTo(strings.size());
    // a repeated insert sends the same
    encoded.writeTo(out);
    assertThat(out.size()).isEqualTo(2 * expected.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE})
  void timesThatDateTimeDoesNotHold_areNoOtherTimes(long seconds) {
    assertThatThrownBy(() -> new RowBinary().int32(seconds)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("" + seconds);
    assertThatThrownBy(() -> new RowBinary().nullableDateTime(seconds)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new RowBinary().int32(0).int32((1L << 32) - 1).bytes()).isEqualTo(8);
  }

  @Property(tries = 200)
  void rows_areReadAsTheyWereWritten(@ForAll @Size(max = 40) List<@StringLength(max = 400) String> strings, @ForAll List<Long> numbers, @ForAll BigInteger factor)
      throws IOException {
    RowBinary encoded = new RowBinary();
    List<BigInteger> large = new ArrayList<>();
    for (long number : numbers) {
      BigInteger value = BigInteger.valueOf(number).multiply(factor.mod(BigInteger.ONE.shiftLeft(60)));
      large.add(value);
      encoded.int128(number).int128(value).int64(number).int32(number & 0xffffffffL).int8((int) number);
    }
    encoded.strings(strings);
    strings.forEach(encoded::string);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoded.writeTo(out);

    // pieces that end anywhere, as those of a connection do
    RowBinaryReader reader = new RowBinaryReader(new ByteArrayInputStream(out.toByteArray()) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, 7));
      }
    });
    for (int i = 0; i < large.size(); i++) {
      long number = numbers.get(i);
      assertThat(reader.int128()).isEqualTo(number);
      assertThat(reader.int128()).isEqualTo(large.get(i));
      assertThat(reader.int64()).isEqualTo(number);
      assertThat(reader.uint32()).isEqualTo(number & 0xffffffffL);
      assertThat(reader.uint8()).isEqualTo((int) (number & 0xff));
    }
    assertThat(reader.hasNext()).isTrue();
    assertThat(reader.strings()).isEqualTo(strings);
    strings.forEach(text -> assertThat(reader.string()).isEqualTo(text));
    assertThat(reader.hasNext()).isFalse();
    assertThatThrownBy(reader::int64).isInstanceOf(UncheckedIOException.class).hasMessageContaining("ends within a row");
  }
}
