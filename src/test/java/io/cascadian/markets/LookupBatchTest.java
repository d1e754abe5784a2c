package io.cascadian.markets;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LookupBatchTest {

  /** 2^256 - 1 */
  private static final String MOST_TOKEN = "115792089237316195423570985008687907853269984665640564039457584007913129639935";

  @Property(tries = 200)
  void keys_areInOneBatch_batchesFitUrl(
      @ForAll @IntRange(max = 130) int conditions,
      @ForAll @Size(max = 130) List<@BigRange(min = "0", max = MOST_TOKEN) BigInteger> tokens) {
    List<LookupKey> keys = new ArrayList<>();
    for (int i = 0; i < conditions; i++) {
      keys.add(LookupKey.condition(String.format(Locale.ROOT, "%064x", i)));
    }
    tokens.stream().distinct().forEach(token -> keys.add(LookupKey.token(token.toString())));
    List<LookupBatch> batches = LookupBatch.cut(keys);
    assertThat(batches.stream().flatMap(batch -> batch.keys().stream()).collect(Collectors.toList())).containsExactlyElementsOf(keys);
    for (LookupBatch batch : batches) {
      assertThat(batch.keys()).isNotEmpty().hasSizeLessThanOrEqualTo(20);
      assertThat(batch.path(true)).hasSizeLessThanOrEqualTo(1_900);
      assertThat(batch.path(false)).hasSizeLessThanOrEqualTo(1_900);
      assertThat(batch.keys().stream().map(LookupKey::isCondition).distinct()).hasSize(1);
    }
  }

  @Test
  void batches_areFullWhereTheyFit() {
    List<LookupKey> conditions = new ArrayList<>();
    List<LookupKey> tokens = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      conditions.add(LookupKey.condition(String.format(Locale.ROOT, "%064x", i)));
      tokens.add(LookupKey.token("9".repeat(78)));
    }
    assertThat(LookupBatch.cut(conditions)).extracting(batch -> batch.keys().size()).containsExactly(20, 20);
    assertThat(LookupBatch.cut(tokens)).extracting(batch -> batch.keys().size()).containsExactly(19, 19, 2);
  }

  @Test
  void parameters_arePlural() {
    String condition = "a".repeat(64);
    assertThat(new LookupBatch(List.of(LookupKey.condition(condition), LookupKey.condition("b".repeat(64)))).path(true))
        .isEqualTo("/markets?limit=100&closed=true&condition_ids=0x" + condition + "&condition_ids=0x" + "b".repeat(64));
    assertThat(new LookupBatch(List.of(LookupKey.token("17"))).path(false)).isEqualTo("/markets?limit=100&closed=false&clob_token_ids=17");
  }
}
