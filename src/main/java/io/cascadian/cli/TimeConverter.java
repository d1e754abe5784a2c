package io.cascadian.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a time of the command line: a date, which is its first moment in UTC, or an ISO time with an offset. */
final class TimeConverter implements ITypeConverter<Instant> {

  /** The last second that the tables can hold is in 2106. */
  private static final Instant END = Instant.parse("2106-01-01T00:00:00Z");

  @Override
  public Instant convert(String text) {
    Instant time;
    try {
      time = text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new TypeConversionException("'" + text + "' is not a time such as 2026-01-31 or 2026-01-31T12:00:00Z");
    }
    if (time.isBefore(Instant.EPOCH) || time.isAfter(END)) {
      throw new TypeConversionException("'" + text + "' is not between 1970 and " + END);
    }
    return time;
  }
}
