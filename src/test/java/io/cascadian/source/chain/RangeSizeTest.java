package io.cascadian.source.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RangeSizeTest {

  @Property
  void size_staysWithinBounds(
      @ForAll List<@IntRange(max = 40_000) Integer> logs, @ForAll @IntRange(min = 1, max = 5_000) int largest) {
    RangeSize size = new RangeSize(largest);
    for (int found : logs) {
      if (found % 3 == 0) {
        size.tooLarge(size.current());
      } else {
        size.answered(size.current(), found, 1_000);
      }
      assertThat(size.current()).isBetween(1, largest);
    }
  }

  @Property
  void rejections_reduceToSingleBlockInFewSteps(@ForAll @IntRange(min = 1, max = 100_000) int largest) {
    RangeSize size = new RangeSize(largest);
    int steps = 0;
    while (size.current() > 1) {
      size.tooLarge(size.current());
      steps++;
    }
    assertThat(steps).isLessThan(18);
  }

  @Test
  void size_shrinksToPage_growsSlowly() {
    RangeSize size = new RangeSize(2_000);
    assertThat(size.current()).isEqualTo(125);
    size.answered(125, 2_500, 1_000);
    // 20 logs a block: a page and a quarter
    assertThat(size.current()).isEqualTo(62);
    size.answered(62, 1_240, 1_000);
    assertThat(size.current()).isEqualTo(62);
    size.answered(62, 600, 1_000);
    assertThat(size.current()).isEqualTo(78);
    // the end of the chain is no evidence of density
    size.answered(3, 1, 1_000);
    assertThat(size.current()).isEqualTo(78);
    size.tooLarge(78);
    assertThat(size.current()).isEqualTo(39);
  }

  @Test
  void fixedLimitOfNode_isRarelyExceeded() {
    RangeSize size = new RangeSize(2_000);
    int refusals = 0;
    int blocks = 0;
    for (int request = 0; request < 1_000; request++) {
      if (size.current() > 10) {
        size.tooLarge(size.current());
        refusals++;
      } else {
        blocks += size.current();
        size.answered(size.current(), 0, 1_000);
      }
    }
    assertThat(refusals).as("of 1,000 requests").isLessThan(60);
    assertThat(blocks).isGreaterThan(9_000);
  }

  @Test
  void limitThatEnded_isNoticed() {
    RangeSize size = new RangeSize(2_000);
    size.tooLarge(125);
    for (int answer = 0; answer < 100; answer++) {
      size.answered(size.current(), 0, 1_000);
    }
    assertThat(size.current()).isEqualTo(2_000);
  }
}
