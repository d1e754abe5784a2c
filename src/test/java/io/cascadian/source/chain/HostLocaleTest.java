package io.cascadian.source.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.source.Cursor;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks that what is stored is the same on a host with other digits and another zone. What else depends on them is kept out by the build's check of calls. */
class HostLocaleTest {

  private final Locale locale = Locale.getDefault();
  private final TimeZone zone = TimeZone.getDefault();

  @BeforeEach
  void elsewhere() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    assertThat(String.format(Locale.getDefault(), "%d", 7)).as("a digit of this host").isNotEqualTo("7");
  }

  @AfterEach
  void back() {
    Locale.setDefault(locale);
    TimeZone.setDefault(zone);
  }

  @Test
  void positionsOnTheChain_haveAsciiDigits() {
    Block block = new Block(84_902_353L, "0xabc", "0xdef", 1_700_000_000L);
    Cursor log = ChainPosition.of(block, 12);
    assertThat(log.id()).isEqualTo("000084902353-0000012");
    assertThat(ChainPosition.endOf(block).id()).isEqualTo("000084902353~").isGreaterThan(log.id());
    assertThat(ChainPosition.block(log)).isEqualTo(OptionalLong.of(84_902_353L));
  }
}
