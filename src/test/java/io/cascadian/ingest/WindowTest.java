package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.source.Cursor;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class WindowTest {

  @Test
  void wholeSeconds_areHalfOpen() {
    Window window = Window.ofSeconds(10, 20);
    assertThat(window.contains(new Cursor(9, "z"))).isFalse();
    assertThat(window.contains(new Cursor(10, "0"))).isTrue();
    assertThat(window.contains(new Cursor(19, "z"))).isTrue();
    assertThat(window.contains(new Cursor(20, "0"))).isFalse();
    assertThat(window.seconds()).isEqualTo(10);
    assertThat(window.lastSecond()).isEqualTo(19);
  }

  @Test
  void windowEndingWithinSecond_isUpToId() {
    Window window = new Window(new Cursor(10, ""), new Cursor(20, "m"));
    assertThat(window.contains(new Cursor(20, "m"))).isTrue();
    assertThat(window.contains(new Cursor(20, "n"))).isFalse();
    assertThat(window.seconds()).isEqualTo(11);
    assertThat(window.lastSecond()).isEqualTo(20);
  }

  @Test
  void emptyWindow_isRejected() {
    assertThatThrownBy(() -> Window.ofSeconds(10, 10)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void parts_haveEveryPositionOnce(
      @ForAll @IntRange(max = 50) int from, @ForAll @IntRange(min = 1, max = 50) int seconds, @ForAll @IntRange(min = 1, max = 20) int parts,
      @ForAll @StringLength(max = 1) String lastId, @ForAll @IntRange(max = 120) int time, @ForAll @StringLength(min = 1, max = 1) String id) {
    Window window = new Window(new Cursor(from, ""), new Cursor(from + seconds, lastId));
    List<Window> split = window.split(parts);
    Cursor position = new Cursor(time, id);
    assertThat(split).hasSizeLessThanOrEqualTo(parts);
    assertThat(split.stream().filter(part -> part.contains(position)).count()).isEqualTo(window.contains(position) ? 1 : 0);
    assertThat(split.get(0).after()).isEqualTo(window.after());
    assertThat(split.get(split.size() - 1).to()).isEqualTo(window.to());
  }

  @Property
  void tiles_haveEverySecondOnce(
      @ForAll @IntRange(max = 50) int from, @ForAll @IntRange(min = 1, max = 50) int length, @ForAll @IntRange(min = 1, max = 60) int tile,
      @ForAll @IntRange(max = 120) int time) {
    Cursor position = new Cursor(time, "x");
    Window window = Window.ofSeconds(from, from + length);
    assertThat(LongStream.range(0, window.tiles(tile)).filter(number -> window.tile(number, tile).contains(position)).count())
        .isEqualTo(time >= from && time < from + length ? 1 : 0);
  }

  @Test
  void slices_adaptToDensity() {
    SliceSize size = new SliceSize(1_000);
    Window hour = Window.ofSeconds(0, size.seconds());
    IngestOptions pagesOfHundred = new IngestOptions(20, 100, 8, 1, 1, 1, Duration.ofSeconds(1), 1);
    assertThat(size.lanes(hour, pagesOfHundred)).isEqualTo(1);
    size.found(hour, 0);
    assertThat(size.seconds()).isEqualTo(4 * 3600);
    size.found(hour, 3600);
    assertThat(size.seconds()).isEqualTo(1_000);
    assertThat(size.lanes(Window.ofSeconds(0, 510), pagesOfHundred)).isEqualTo(6);
    assertThat(size.lanes(Window.ofSeconds(0, 1_000), pagesOfHundred)).as("what one request may hold").isEqualTo(8);
    assertThat(size.isTooLarge(hour, 4_001)).isTrue();
    size.tooLarge(hour, 4_001);
    assertThat(size.seconds()).isEqualTo(450);
    assertThat(size.isTooLarge(Window.ofSeconds(7, 8), 1_000_000)).as("a second cannot be cut").isFalse();
  }
}
