package io.cascadian.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Property(tries = 300)
  void linesWithinTheLimit_areThoseOfTheText(@ForAll @Size(max = 6) List<Integer> lengths) throws IOException {
    StringBuilder text = new StringBuilder();
    lengths.forEach(length -> text.append("äx".repeat(Math.floorMod(length, 20_000))).append(length % 2 == 0 ? "\n" : "\r\n"));
    text.append(lengths.size() % 2 == 0 ? "" : "end");
    List<String> lines = lines(text.toString(), 50_000);
    List<String> expected = new BufferedReader(new StringReader(text.toString())).lines().toList();
    assertThat(lines).isEqualTo(expected);
  }

  @Test
  void longerLine_isCutAndTheNextOneIsWhole() throws IOException {
    LineReader reader = reader("12345\n123456\n\n1\r\n" + "y".repeat(100_000) + "\nlast", 5);
    assertThat(reader.next()).isEqualTo("12345");
    assertThat(reader.isTooLong()).isFalse();
    assertThat(reader.next()).isEqualTo("12345");
    assertThat(reader.isTooLong()).isTrue();
    assertThat(reader.next()).isEmpty();
    assertThat(reader.isTooLong()).isFalse();
    assertThat(reader.next()).isEqualTo("1");
    assertThat(reader.next()).isEqualTo("yyyyy");
    assertThat(reader.isTooLong()).isTrue();
    assertThat(reader.next()).isEqualTo("last");
    assertThat(reader.number()).isEqualTo(6);
    assertThat(reader.next()).isNull();
    assertThat(reader.next()).isNull();
  }

  @Test
  void byteOrderMark_isLeftOutAtTheBeginningOfAnyLine() throws IOException {
    assertThat(lines("\uFEFFa\n\uFEFFb\n\uFEFF\nc\uFEFF", 10)).containsExactly("a", "b", "", "c\uFEFF");
    assertThat(lines("", 10)).isEmpty();
  }

  private static List<String> lines(String text, int longest) throws IOException {
    LineReader reader = reader(text, longest);
    List<String> lines = new ArrayList<>();
    for (String line = reader.next(); line != null; line = reader.next()) {
      assertThat(reader.isTooLong()).isFalse();
      lines.add(line);
    }
    return lines;
  }

  private static LineReader reader(String text, int longest) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest);
  }
}
