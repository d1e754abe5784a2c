package io.cascadian.dev.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Describes the machine and the versions of a measurement.
 *
 * @param memory bytes
 * @param cpu model; the architecture where the system does not name it
 * @param node version, and that of the client; null when there is none
 */
record Machine(int cores, long memory, String cpu, String os, String java, String node, String clickHouse) {

  static Machine describe(String node, String clickHouse) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(system.getAvailableProcessors(), system.getTotalMemorySize(), model(), System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.version"), node, clickHouse);
  }

  private static String model() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(l -> l.startsWith("model name")).map(l -> l.substring(l.indexOf(':') + 1).strip()).findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  String text() {
    return String.format(Locale.ROOT, "%d cores, %.0f GiB, %s, %s · Java %s · ClickHouse %s%s", cores, memory / (double) (1 << 30), cpu, os, java, clickHouse,
        node == null ? "" : " · Node " + node);
  }
}
