package io.cascadian.dev.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a process uses from {@code /proc}; unknown where the system has none, and once the process has ended.
 */
final class ProcessMeter {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessMeter.class);
  /** Ticks per second of the times in {@code /proc}: fixed in Linux's interface to programs. */
  private static final double TICKS = 100;

  private ProcessMeter() {}

  /** Seconds of CPU, user and system, of a living process so far. */
  static Optional<Double> cpuSeconds(long pid) {
    return read(pid, "stat").map(stat -> {
      // the name in parentheses may hold blanks
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    });
  }

  /** Returns the most memory, in bytes, that a living process has had resident. */
  static Optional<Long> peakRss(long pid) {
    return read(pid, "status").flatMap(status -> status.lines().filter(l -> l.startsWith("VmHWM:")).findFirst())
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024);
  }

  /** Forgets the most memory that a living process of this user has had resident, so that it is counted from now on; does nothing where that cannot be done. */
  static void resetPeakRss(long pid) {
    try {
      Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), "5");
    } catch (IOException e) {
      LOG.debug("The peak memory of process {} is counted from its start: {}", pid, e.toString());
    }
  }

  private static Optional<String> read(long pid, String file) {
    try {
      return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
