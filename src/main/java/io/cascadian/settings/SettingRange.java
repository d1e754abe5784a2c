package io.cascadian.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the smallest and the largest value that a numeric setting may have: what is outside would switch off what the setting is there for, overflow,
 * or occupy more than the machine has.
 *
 * @param unit what the value counts
 * @param least as it is written in a setting
 * @param most like it
 */
public record SettingRange(Unit unit, String least, String most) {

  /** Lists the units of values. */
  public enum Unit {
    NUMBER, DURATION
  }

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,18})(ms|s|m|h|d)");

  static SettingRange number(long least, long most) {
    return new SettingRange(Unit.NUMBER, Long.toString(least), Long.toString(most));
  }

  static SettingRange duration(String least, String most) {
    return new SettingRange(Unit.DURATION, least, most);
  }

  /** Returns the sentence of a reference: which values there are. */
  public String text() {
    return (unit == Unit.NUMBER ? "whole number, " : "duration, ") + least + " to " + most;
  }

  /** Returns what is wrong with a value, and what to write instead; null when nothing is. */
  String check(String value) {
    String form = unit == Unit.NUMBER ? "whole number" : "duration such as 500ms, 10s, 15m, 24h, 7d";
    if (!(unit == Unit.NUMBER ? NUMBER : DURATION).matcher(value).matches()) {
      return String.format(Locale.ROOT, "'%s' is not a %s; write one from %s to %s", value, form, least, most);
    }
    return isWithin(value) ? null : String.format(Locale.ROOT, "'%s' is out of range; write a %s from %s to %s", value, form, least, most);
  }

  private boolean isWithin(String value) {
    try {
      if (unit == Unit.NUMBER) {
        long number = Long.parseLong(value);
        return number >= Long.parseLong(least) && number <= Long.parseLong(most);
      }
      Duration duration = parse(value);
      return duration.compareTo(parse(least)) >= 0 && duration.compareTo(parse(most)) <= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Reads a duration as settings write it.
   *
   * @throws IllegalArgumentException when it is none, or one that no clock can count
   */
  public static Duration parse(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration such as 500ms, 10s, 15m, 24h, 7d: " + text);
    }
    long amount = Long.parseLong(matcher.group(1));
    try {
      Duration duration = switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
      // whatever waits for it counts milliseconds or nanoseconds
      duration.toNanos();
      return duration;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a duration of more than 106751 days: " + text, e);
    }
  }
}
