package io.cascadian.cli;

import io.cascadian.settings.Settings;
import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** Parses a rate of the command line, such as {@code 50/10s}: requests per sliding window. */
public record RateOption(int requests, Duration window) {

  static RateOption parse(String text) {
    String[] parts = text.split("/", 2);
    if (parts.length != 2 || !parts[0].matches("[1-9]\\d{0,8}")) {
      throw new TypeConversionException("'" + text + "' is not a rate such as 50/10s");
    }
    return new RateOption(Integer.parseInt(parts[0]), duration(parts[1]));
  }

  /** Returns a duration as settings write it: 500ms, 10s, 15m. */
  static Duration duration(String text) {
    try {
      return Settings.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is not a duration such as 500ms, 10s or 15m");
    }
  }
}
