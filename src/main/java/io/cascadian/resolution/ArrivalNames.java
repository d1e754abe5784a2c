package io.cascadian.resolution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names files in the folder of waiting ones so that the order of the names is the order of arrival: the time of arrival in UTC, to the millisecond, then the
 * file's own name.
 *
 * <p>No two times are equal, and none is before that of a file that waits already, whatever the clock does. Thread-safe within one process.
 */
final class ArrivalNames {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern STAMPED = Pattern.compile("([0-9]{8}-[0-9]{9})-.*", Pattern.DOTALL);
  /** What file systems allow. */
  private static final int MAX_BYTES = 255;
  /** A name's ending, which decides how a file is read, is never cut. */
  private static final Pattern ENDING = Pattern.compile("(\\.[A-Za-z]{1,5}){0,2}$");
  private static final String CUT = "~";
  /** A burst of files runs ahead of the clock by a millisecond each; more than this means that the clock was set back. */
  private static final long MAX_AHEAD_MILLIS = 60_000;

  private final Path waiting;
  private final Clock clock;
  private long last;

  /** @param waiting the folder of waiting files, which need not exist yet */
  ArrivalNames(Path waiting, Clock clock) throws IOException {
    this.waiting = waiting;
    this.clock = clock;
    this.last = newestWaiting();
  }

  /** Returns the name under which the next file waits; a long one is cut before its ending, to what file systems allow. */
  synchronized String next(String name) throws IOException {
    long now = clock.millis();
    if (last > now + MAX_AHEAD_MILLIS) {
      last = newestWaiting();
    }
    last = Math.max(now, last + 1);
    return TIME.format(Instant.ofEpochMilli(last)) + "-" + cut(name, MAX_BYTES - "uuuuMMdd-HHmmssSSS-".length());
  }

  /** Returns a file's own name. */
  static String original(String name) {
    return STAMPED.matcher(name).matches() ? name.substring("uuuuMMdd-HHmmssSSS-".length()) : name;
  }

  private static String cut(String name, int bytes) {
    if (bytes(name) <= bytes) {
      return name;
    }
    Matcher ending = ENDING.matcher(name);
    String end = CUT + (ending.find() ? ending.group() : "");
    int length = name.length() - end.length() + CUT.length();
    while (bytes(name.substring(0, length)) + bytes(end) > bytes) {
      length = name.offsetByCodePoints(length, -1);
    }
    return name.substring(0, length) + end;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Milliseconds since 1970; 0 where nothing waits that has a time. */
  private long newestWaiting() throws IOException {
    long newest = 0;
    if (Files.isDirectory(waiting)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(waiting)) {
        for (Path file : files) {
          newest = Math.max(newest, time(file.getFileName().toString()));
        }
      }
    }
    return newest;
  }

  private static long time(String name) {
    Matcher stamped = STAMPED.matcher(name);
    try {
      return stamped.matches() ? LocalDateTime.parse(stamped.group(1), TIME).toInstant(ZoneOffset.UTC).toEpochMilli() : 0;
    } catch (DateTimeException e) {
      // digits that are no time: a name that somebody chose
      return 0;
    }
  }
}
