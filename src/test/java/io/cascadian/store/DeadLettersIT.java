package io.cascadian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersIT {

  private static final Postgres POSTGRES = TestStores.freshPostgres();
  private final DeadLetters letters = TestDeadLetters.of(POSTGRES);

  @BeforeEach
  void empty() {
    POSTGRES.update("TRUNCATE dead_letters");
  }

  @AfterAll
  static void close() {
    POSTGRES.close();
  }

  @Test
  void record_isStoredOnce_withLastReason_andReopened() {
    letters.recordAll(List.of(rejected("bad-a", "{1}", "x 1/a"), rejected("bad-a", "{2}", "x 1/a"), rejected("bad-b", "{1}", "x 1/a")));
    List<DeadLetter> stored = letters.list(DeadLetterFilter.open(), 10, 0);
    assertThat(stored).extracting(l -> l.reason() + " " + l.seen() + " " + l.payload()).containsExactly("bad-a 1 null", "bad-b 2 null");
    letters.replayed(FenceGuard.of(1), List.of(stored.get(1)), Map.of());
    assertThat(letters.countByReason(DeadLetterFilter.open())).isEqualTo(Map.of("bad-a", 1L));
    assertThat(letters.countByReason(DeadLetterFilter.open().replayed(true))).isEqualTo(Map.of("bad-b", 1L));

    letters.record("fills", "bad-c", "worse", "{1}", "x 1/a");
    DeadLetter again = letters.find(stored.get(1).id()).orElseThrow();
    assertThat(again.isOpen()).isTrue();
    assertThat(again.reason() + " " + again.detail() + " " + again.seen() + " " + again.attempts() + " " + again.payload())
        .isEqualTo("bad-c worse 3 1 {1}");
  }

  @Test
  void letter_rejectedAgainDuringItsReplay_staysOpen() {
    letters.record("mails", "io", "away", "{1}", "mail 1");
    List<DeadLetter> read = letters.list(DeadLetterFilter.open(), 10, 0);
    letters.record("mails", "io", "away again", "{1}", "mail 1");
    letters.replayed(FenceGuard.of(1), read, Map.of());
    assertThat(letters.list(DeadLetterFilter.open(), 10, 0)).singleElement().satisfies(l -> assertThat(l.attempts()).isEqualTo(1));
  }

  @Test
  void unstorableText_isConverted() {
    String origin = "x 1/" + "\u0000" + "long".repeat(10_000);
    letters.record("fills", "bad", "a\u0000b", "{\u0000}", origin);
    letters.record("fills", "bad", "a\u0000b", "{\u0000}", origin);
    assertThat(letters.list(DeadLetterFilter.open(), 10, 0)).singleElement()
        .satisfies(l -> assertThat(l.seen() + " " + l.detail()).isEqualTo("2 a\\u0000b"))
        .satisfies(l -> assertThat(letters.find(l.id()).orElseThrow().origin()).hasSize(origin.length() + 5));
  }

  @Test
  void list_showsTheBeginningOfLongTexts_theLetterAllOfThem() {
    String detail = "wrong: " + "x".repeat(1_000_000);
    letters.recordAll(List.of(new DeadLetter.Rejected("fills", "bad", detail, "{1}", "y".repeat(2_000)), rejected("bad", "{2}", "x 1/a")));
    List<DeadLetter> listed = letters.list(DeadLetterFilter.open(), 10, 0);
    DeadLetter large = listed.stream().filter(letter -> letter.detail() != null).findFirst().orElseThrow();
    assertThat(large.detail()).startsWith("wrong: xxx").endsWith("… (1000007 characters)").hasSizeLessThan(600);
    assertThat(large.origin()).endsWith("… (2000 characters)").hasSizeLessThan(600);
    assertThat(letters.find(large.id()).orElseThrow().detail()).isEqualTo(detail);
    assertThat(listed).extracting(DeadLetter::origin).contains("x 1/a");
  }

  @Test
  void payload_isStoredCompletelyOrNot() {
    String largest = "x".repeat(DeadLetters.MAX_PAYLOAD);
    letters.record("fills", "bad", null, largest, "x 1/a");
    long id = letters.list(DeadLetterFilter.open(), 1, 0).get(0).id();
    assertThat(letters.find(id).orElseThrow().payload()).isEqualTo(largest);
    assertThatThrownBy(() -> letters.record("fills", "bad", null, largest + "x", "x 1/b"))
        .isInstanceOfSatisfying(StoreRejectedException.class, e -> assertThat(e.code()).isEqualTo("payload-too-large"))
        .hasMessageContaining("x 1/b").hasMessageContaining("1048577");
    assertThat(letters.list(DeadLetterFilter.open(), 10, 0)).hasSize(1);
  }

  @Test
  void letters_areIteratedInOrder_boundedMemory() {
    // ten of a megabyte, then many small ones
    List<DeadLetter.Rejected> records = new ArrayList<>();
    IntStream.range(0, 10).forEach(i -> records.add(rejected("bad", i + "x".repeat(1_000_000), "x 1/" + i)));
    IntStream.range(10, 2500).forEach(i -> records.add(rejected("bad", "{}", "x 1/" + i)));
    letters.recordAll(records);
    List<Integer> portions = new ArrayList<>();
    List<String> origins = new ArrayList<>();
    long after = 0;
    for (List<DeadLetter> next = letters.next(DeadLetterFilter.open(), after); !next.isEmpty(); next = letters.next(DeadLetterFilter.open(), after)) {
      portions.add(next.size());
      next.forEach(l -> origins.add(l.origin()));
      after = next.get(next.size() - 1).id();
    }
    assertThat(origins).containsExactlyElementsOf(IntStream.range(0, 2500).mapToObj(i -> "x 1/" + i).toList());
    assertThat(portions.get(0)).isBetween(8, 9);
    assertThat(portions).allMatch(size -> size <= 1000);
  }

  @Test
  void filters_narrowTheList() {
    letters.recordAll(List.of(rejected("bad-a", "{1}", "x 1/a"), rejected("bad-b", "{2}", "x 1/b"),
        new DeadLetter.Rejected("merges", "bad-a", null, "{3}", "y 1/c")));
    assertThat(payloads(DeadLetterFilter.open().ofReason("bad-a"))).containsExactly("{1}", "{3}");
    assertThat(payloads(DeadLetterFilter.open().ofReason("bad-a").ofStream("merges"))).containsExactly("{3}");
    assertThat(payloads(DeadLetterFilter.open().rejectedSince(Instant.now().plusSeconds(60)))).isEmpty();
    assertThat(payloads(DeadLetterFilter.open().rejectedSince(Instant.now().minusSeconds(60)))).hasSize(3);
    assertThat(payloads(DeadLetterFilter.open().replayed(null))).hasSize(3);
    assertThat(letters.list(DeadLetterFilter.open(), 1, 1)).extracting(DeadLetter::origin).containsExactly("x 1/b");
    assertThat(letters.countByStream(DeadLetterFilter.open())).containsExactly(Map.entry("fills", 2L), Map.entry("merges", 1L));
  }

  @Test
  void formerDuplicates_areMergedIntoLatest() {
    try (Postgres older = Postgres.connect(TestStores.emptyPostgresSettings())) {
      Flyway.configure().dataSource(older.dataSource()).locations("classpath:db/postgres").target("30").load().migrate();
      for (String[] row : new String[][] {{"bad-a", "o1", "3"}, {"bad-b", "o1", "4"}, {"bad-a", "o2", "1"}}) {
        older.update("INSERT INTO dead_letters (stream, reason, payload, payload_hash, origin, seen) VALUES ('s', ?, '{}', '\\x01', ?, ?)",
            row[0], row[1], Long.valueOf(row[2]));
      }
      new PostgresMigrations(older).migrate();
      assertThat(new DeadLetters(older).list(DeadLetterFilter.open(), 10, 0))
          .extracting(l -> l.reason() + " " + l.origin() + " " + l.seen()).containsExactly("bad-a o2 1", "bad-b o1 7");
    }
  }

  private List<String> payloads(DeadLetterFilter filter) {
    return letters.next(filter, 0).stream().map(DeadLetter::payload).toList();
  }

  private static DeadLetter.Rejected rejected(String reason, String payload, String origin) {
    return new DeadLetter.Rejected("fills", reason, null, payload, origin);
  }
}
