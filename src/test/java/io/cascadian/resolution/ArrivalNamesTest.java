package io.cascadian.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of waiting files: their order is the order of arrival, whatever clock, zone and locale say. */
class ArrivalNamesTest {

  @TempDir
  private Path waiting;
  private Instant now = Instant.parse("2026-11-29T10:15:30.123Z");
  private final Clock clock = new Clock() {
    @Override
    public ZoneId getZone() {
      return ZoneId.of("Asia/Kolkata");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  };

  @Test
  void otherZoneAndDigits_nameIsInUtcAndAscii() throws Exception {
    TimeZone zone = TimeZone.getDefault();
    Locale locale = Locale.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(names().next("map.json")).isEqualTo("20261129-101530123-map.json");
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void sameMillisecond_laterFileSortsBehind() throws Exception {
    ArrivalNames names = names();
    List<String> given = new ArrayList<>();
    for (String name : List.of("z.json", "a.json", "m.json")) {
      given.add(names.next(name));
    }
    assertThat(given).isSorted().extracting(ArrivalNames::original).containsExactly("z.json", "a.json", "m.json");
  }

  @Test
  void clockSetBack_laterFileSortsBehindWaitingOnes() throws Exception {
    ArrivalNames names = names();
    String before = names.next("before.json");
    Files.createFile(waiting.resolve(before));
    now = now.minusSeconds(7_200);
    assertThat(names.next("after.json")).isGreaterThan(before);
    // another process, after a restart
    assertThat(names().next("after.json")).isGreaterThan(before);
    Files.delete(waiting.resolve(before));
    assertThat(names.next("later.json")).as("nothing waits that it could overtake").startsWith("20261129-081530123-");
    assertThat(names().next("later.json")).as("nor after a restart").startsWith("20261129-081530123-");
  }

  @Test
  void nameOfAnyLength_fitsAndKeepsItsEnding() throws Exception {
    ArrivalNames names = names();
    for (String name : List.of("x".repeat(247) + ".json.gz", "ü".repeat(121) + ".jsonl.gz", "x".repeat(250) + ".json", "x".repeat(231) + ".json")) {
      String next = names.next(name);
      assertThat(next.getBytes(StandardCharsets.UTF_8).length).as(name).isLessThanOrEqualTo(255);
      assertThat(next).endsWith(name.substring(name.indexOf('.')));
    }
    assertThat(names.next("x".repeat(231) + ".json")).as("as long as it may be").endsWith("x".repeat(231) + ".json");
  }

  @Test
  void digitsThatAreNoTime_areIgnored() throws Exception {
    Files.createFile(waiting.resolve("99999999-999999999-by-hand.json"));
    assertThat(names().next("map.json")).startsWith("20261129-");
  }

  private ArrivalNames names() throws Exception {
    return new ArrivalNames(waiting, clock);
  }
}
