package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.ingest.WindowPlan.Window;
import io.cascadian.source.Cursor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Windows cover the time that they are cut from: every second in exactly one of them, whatever was seen before. */
class WindowPlanTest {

  @Property
  void windows_areConsecutive(
      @ForAll @LongRange(max = 2_000_000_000L) long from, @ForAll @LongRange(max = 10_000_000L) long length,
      @ForAll @LongRange(min = 1, max = 100_000L) long seconds, @ForAll @LongRange(max = 1_000_000L) long rows) {
    WindowPlan plan = new WindowPlan(1000);
    plan.seen(seconds, rows);
    Cursor cursor = new Cursor(from, "0xabc");
    for (int i = 0; i < 50; i++) {
      Window window = plan.next(cursor, from + length);
      assertThat(window.after()).isEqualTo(cursor);
      if (window.until() == null) {
        return;
      }
      assertThat(window.until()).isBetween(cursor.order(), from + length - 1);
      cursor = WindowPlan.following(window);
      assertThat(cursor.order()).isEqualTo(window.until() + 1);
    }
  }

  @Property
  void pieces_coverWindow(
      @ForAll @LongRange(max = 2_000_000_000L) long from, @ForAll @LongRange(max = 1_000_000L) long length,
      @ForAll @LongRange(max = 1_000L) long seconds, @ForAll @IntRange(max = 1000) int rows) {
    Window whole = new Window(new Cursor(from, "0xabc"), from + length);
    List<Window> pieces = new WindowPlan(1000).split(whole, seconds, rows);
    Cursor after = whole.after();
    for (Window piece : pieces) {
      assertThat(piece.after()).isEqualTo(after);
      assertThat(piece.until()).isGreaterThanOrEqualTo(after.order());
      after = WindowPlan.following(piece);
    }
    assertThat(pieces.get(pieces.size() - 1).until()).isEqualTo(whole.until());
  }

  @Property
  void cursors_areOrdered_surviveText(@ForAll @LongRange(max = Long.MAX_VALUE) long a, @ForAll @LongRange(max = Long.MAX_VALUE) long b) {
    Cursor one = new Cursor(a, "0x/1");
    Cursor other = new Cursor(b, "0x/0");
    assertThat(one.compareTo(other)).isEqualTo(a == b ? 1 : Long.compare(a, b));
    assertThat(Cursor.parse(one.toString())).isEqualTo(one);
    assertThat(new Cursor(a, "")).isLessThan(one);
  }

  @Test
  void denserTimes_shortenWindows() {
    WindowPlan plan = new WindowPlan(1000);
    plan.seen(100, 1000);
    assertThat(plan.next(new Cursor(0, ""), 1_000_000).until()).isEqualTo(69);
    plan.seen(1, 10_000);
    assertThat(plan.next(new Cursor(0, ""), 1_000_000).until()).isZero();
    for (int i = 0; i < 40; i++) {
      plan.seen(1_000_000, 0);
    }
    assertThat(plan.next(new Cursor(0, ""), 1_000_000).until()).isNull();
  }

  @Test
  void denseRemainder_hasMorePieces() {
    Window left = new Window(new Cursor(1000, "x"), 1999L);
    assertThat(new WindowPlan(1000).split(left, 1000, 1000)).hasSize(2);
    assertThat(new WindowPlan(1000).split(left, 100, 1000)).hasSize(15);
    assertThat(new WindowPlan(1000).split(new Window(new Cursor(5, "x"), 5L), 1, 1000)).hasSize(1);
  }
}
