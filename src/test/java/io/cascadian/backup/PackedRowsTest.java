package io.cascadian.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packing and unpacking of rows while they are read. */
class PackedRowsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 200_000})
  void packedRows_areGzip_andComeBack(int rows) throws IOException {
    String text = "12\tab\n".repeat(rows);
    PackedRows packing = PackedRows.pack(new ByteArrayInputStream(bytes(text)));
    byte[] packed = packing.readAllBytes();
    ArchiveFile written = packing.describe("clickhouse", "t");
    assertThat(written.rows()).isEqualTo(rows);
    assertThat(written.bytes()).isEqualTo(packed.length);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes()).isEqualTo(bytes(text));

    PackedRows unpacking = PackedRows.unpack(new ByteArrayInputStream(packed));
    assertThat(unpacking.readAllBytes()).isEqualTo(bytes(text));
    unpacking.readToEnd();
    assertThat(unpacking.describe("clickhouse", "t")).isEqualTo(written);
  }

  @Test
  void bytesBehindTheEnd_areSeen() throws IOException {
    PackedRows packing = PackedRows.pack(new ByteArrayInputStream(bytes("a\n")));
    byte[] packed = packing.readAllBytes();
    PackedRows longer = PackedRows.unpack(new ByteArrayInputStream(Arrays.copyOf(packed, packed.length + 1)));
    longer.readToEnd();
    assertThat(longer.describe("postgres", "t")).isNotEqualTo(packing.describe("postgres", "t"));
  }

  @Test
  void cutOffFile_fails() throws IOException {
    byte[] packed = PackedRows.pack(new ByteArrayInputStream(bytes("a\nb\n"))).readAllBytes();
    PackedRows half = PackedRows.unpack(new ByteArrayInputStream(Arrays.copyOf(packed, packed.length - 4)));
    assertThatThrownBy(half::readToEnd).isInstanceOf(IOException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
