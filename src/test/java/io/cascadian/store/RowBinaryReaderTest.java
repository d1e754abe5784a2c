package io.cascadian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values as ClickHouse encodes them; {@code WalletReadsIT} reads them from a server. */
class RowBinaryReaderTest {

  @Test
  void numbers_areReadFromLittleEndianBytes() {
    assertThat(reader("ffffffffffffffff").decimal64()).isEqualByComparingTo("-0.000001");
    assertThat(reader("c0bdf0ffffffffffffffffffffffffff").decimal128()).isEqualByComparingTo("-1");
    assertThat(reader("01" + "00".repeat(30) + "80").uint256()).isEqualTo(BigInteger.ONE.shiftLeft(255).add(BigInteger.ONE));
  }

  @Test
  void listsAndNulls_areReadInOrder() {
    RowBinaryReader row = reader("02" + "0005" + "01" + "0361ff62");
    assertThat(row.list(() -> row.nullable(row::uint8))).containsExactly(5, null);
    assertThat(row.bytes()).containsExactly('a', 0xff, 'b');
    assertThat(row.hasNext()).isFalse();
  }

  @Test
  void rows_areAllPassedOn() {
    List<Integer> rows = new ArrayList<>();
    RowBinaryReader.forEach(new ByteArrayInputStream(new byte[] {1, 2, 3}), row -> rows.add(row.uint8()));
    assertThat(rows).containsExactly(1, 2, 3);
  }

  @Test
  void answerThatBreaksOff_isAFailure() {
    RowBinaryReader row = reader("0561");
    assertThat(row.hasNext()).isTrue();
    assertThatThrownBy(row::string).isInstanceOf(UncheckedIOException.class).hasMessageContaining("within a row");
  }

  private static RowBinaryReader reader(String hex) {
    return new RowBinaryReader(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
  }
}
