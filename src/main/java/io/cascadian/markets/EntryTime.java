package io.cascadian.markets;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Reads the times of the catalogue's entries as UTC seconds.
 *
 * <p>They arrive as {@code 2026-11-02T16:31:01Z}, as {@code 2026-11-02 16:31:01.123456+00}, without a zone, which means UTC, without a time of day, which means
 * its beginning, and as seconds or milliseconds since 1970. Fractions of a second are cut off.
 */
final class EntryTime {

  /** The first second that the column type DateTime does not hold, on 2106-02-07. */
  private static final long END = 1L << 32;

  private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
      .parseCaseInsensitive().append(DateTimeFormatter.ISO_LOCAL_DATE)
      .optionalStart().appendLiteral('T').append(DateTimeFormatter.ISO_LOCAL_TIME).optionalEnd()
      .appendPattern("[XXX][XX][X]").toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  private EntryTime() {}

  /** Parses a time; empty when the text is not a time, or not from 1970 to 2106, the range of DateTime. */
  static OptionalLong parse(String text) {
    long seconds;
    try {
      seconds = text.matches("\\d{10}") ? Long.parseLong(text) : text.matches("\\d{13}") ? Long.parseLong(text) / 1000 : seconds(text);
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
    return seconds >= 0 && seconds < END ? OptionalLong.of(seconds) : OptionalLong.empty();
  }

  private static long seconds(String text) {
    TemporalAccessor time = FORMAT.parseBest(text.strip().replaceFirst(" ", "T"), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    if (time instanceof OffsetDateTime instant) {
      return instant.toEpochSecond();
    }
    LocalDateTime local = time instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) time;
    return local.toEpochSecond(ZoneOffset.UTC);
  }
}
