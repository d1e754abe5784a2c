package io.cascadian.health.checks;

import io.cascadian.files.DiskSpace;
import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthCheck;
import io.cascadian.health.HealthStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks that the disks of the folders that the program writes have space left.
 *
 * <p>Folders on one disk are one finding. A disk whose file system does not report its size is none. Costs two calls of the operating system for each folder, and
 * asks no database.
 */
public final class DiskSpaceCheck implements HealthCheck {

  private final List<Folder> folders;
  private final Limits limits;
  private final Function<Path, DiskSpace> measure;

  /**
   * Describes a folder that the program writes.
   *
   * @param setting name of the setting that places it
   * @param stops what no longer works when its disk is full, a clause such as {@code log lines are lost}
   * @param neededByRuns whether a run cannot do its work then
   */
  public record Folder(String setting, Path path, String stops, boolean neededByRuns) {}

  /**
   * Holds the free space below which a disk is a finding.
   *
   * @param warningPercent share of the disk's size
   * @param criticalMegabytes millions of bytes
   */
  public record Limits(int warningPercent, long criticalMegabytes) {

    long criticalBytes() {
      return criticalMegabytes * 1_000_000;
    }
  }

  /** Holds the folders on one disk. */
  private record Disk(DiskSpace space, List<Folder> folders) {

    String names() {
      return folders.stream().map(Folder::setting).distinct().collect(Collectors.joining(", "));
    }

    String free() {
      return space.isKnown()
          ? size(space.freeBytes()) + " of " + size(space.sizeBytes()) + " free (" + String.format(Locale.ROOT, "%.1f", percent()) + " %)"
          : "its file system does not report its space";
    }

    double percent() {
      return 100.0 * space.freeBytes() / space.sizeBytes();
    }

    private static String size(long bytes) {
      return bytes < 1_000_000_000 ? bytes / 1_000_000 + " MB" : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
  }

  public DiskSpaceCheck(List<Folder> folders, Limits limits) {
    this(folders, limits, DiskSpace::of);
  }

  /** @param measure returns the space on the disk of a folder */
  DiskSpaceCheck(List<Folder> folders, Limits limits, Function<Path, DiskSpace> measure) {
    this.folders = List.copyOf(folders);
    this.limits = limits;
    this.measure = measure;
  }

  @Override
  public String name() {
    return "disk-space";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(6);
  }

  /** Returns whether a run would write to one of the folders what it cannot do without; the check reports the disks of all folders as one. */
  @Override
  public boolean stopsRun() {
    return folders.stream().anyMatch(Folder::neededByRuns);
  }

  @Override
  public String hint() {
    return "check the disks of " + folders.stream().map(Folder::setting).distinct().collect(Collectors.joining(", ")) + ", which may be on a server that does not answer";
  }

  @Override
  public CheckResult check() {
    Map<Object, Disk> disks = new LinkedHashMap<>();
    Map<String, Object> details = new LinkedHashMap<>();
    for (Folder folder : folders) {
      DiskSpace space = measure.apply(folder.path());
      disks.computeIfAbsent(space.disk(), disk -> new Disk(space, new ArrayList<>())).folders.add(folder);
      String name = folder.setting().toLowerCase(Locale.ROOT);
      details.put(name, folder.path().toAbsolutePath().toString());
      details.put(name + "_free_bytes", space.isKnown() ? space.freeBytes() : null);
      details.put(name + "_size_bytes", space.isKnown() ? space.sizeBytes() : null);
    }
    details.put("warning_below_percent", limits.warningPercent());
    details.put("critical_below_bytes", limits.criticalBytes());
    details.put("data_time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    HealthStatus status = HealthStatus.HEALTHY;
    List<String> findings = new ArrayList<>();
    for (Disk disk : disks.values()) {
      HealthStatus found = status(disk);
      status = status.worse(found);
      if (found != HealthStatus.HEALTHY) {
        findings.add(finding(disk, found));
      }
    }
    return new CheckResult(status, findings.isEmpty()
        ? disks.values().stream().map(disk -> disk.names() + ": " + disk.free()).collect(Collectors.joining("; "))
        : String.join(". ", findings) + "; free space there, or move the folders to a larger disk", details);
  }

  private HealthStatus status(Disk disk) {
    if (!disk.space.isKnown()) {
      return HealthStatus.HEALTHY;
    }
    return disk.space.freeBytes() < limits.criticalBytes() ? HealthStatus.CRITICAL
        : disk.percent() < limits.warningPercent() ? HealthStatus.WARNING : HealthStatus.HEALTHY;
  }

  private String finding(Disk disk, HealthStatus found) {
    String below = found == HealthStatus.CRITICAL
        ? "DISK_FREE_CRITICAL_MB = " + limits.criticalMegabytes() : "DISK_FREE_WARNING_PERCENT = " + limits.warningPercent();
    return disk.names() + ": " + disk.free() + ", less than " + below + "; when nothing is left, "
        + disk.folders.stream().map(Folder::stops).distinct().collect(Collectors.joining(", "));
  }
}
