package io.cascadian.dev.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Measures whether the service's ingestion needs more memory for a longer history: reads histories of several sizes under one bounded heap. */
public final class MemoryBench {

  private MemoryBench() {}

  /**
   * Holds the measurements of all sizes.
   *
   * @param correct whether every fill was stored in every size
   */
  public record Report(String machine, String javaOptions, List<Size> sizes, boolean correct) {

    /** Formats the report as a table for a terminal. */
    public String text() {
      StringBuilder text = new StringBuilder(machine).append("\n\n── memory of this service's ingestion, with ").append(javaOptions).append('\n');
      text.append(String.format(Locale.ROOT, "   %14s %9s %10s %14s %22s %12s%n", "fills", "seconds", "rows/s", "heap, at most", "after collections", "peak RSS"));
      for (Size size : sizes) {
        text.append(String.format(Locale.ROOT, "   %,14d %9.1f %,10.0f %10.0f MiB %18.0f MiB %8.0f MiB%s%n", size.fills, size.seconds,
            size.fills / size.seconds, mebibytes(size.heap), mebibytes(size.heapAfterCollection), mebibytes(size.peakRss),
            size.stored == size.fills ? "" : "   ✗ stored " + size.stored));
      }
      return text.toString();
    }

    private static double mebibytes(long bytes) {
      return bytes / (double) (1 << 20);
    }

    /** Returns the same as plain values. */
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("machine", machine);
      json.put("javaOptions", javaOptions);
      json.put("sizes", sizes);
      json.put("correct", correct);
      return json;
    }
  }

  /**
   * Holds the measurements of one history.
   *
   * @param stored settled rows in the table afterwards
   * @param heap bytes in use at most
   * @param heapAfterCollection the same right after garbage collections: what was really held
   * @param peakRss bytes of the whole process
   */
  record Size(int scale, long fills, long stored, double seconds, long heap, long heapAfterCollection, long peakRss) {}

  /**
   * Measures all sizes, and removes everything that it started and wrote.
   *
   * @param scales of the histories, in order; 1 is some 340,000 fills
   */
  public static Report run(BenchOptions options, List<Integer> scales, Consumer<String> progress) throws IOException {
    try (Fixture fixture = Fixture.open(options.dataDir(), progress)) {
      return fixture.measure(() -> measure(fixture, options, scales, progress));
    }
  }

  private static Report measure(Fixture fixture, BenchOptions options, List<Integer> scales, Consumer<String> progress) {
    Scenario plain = new Scenario(Scenario.PLAIN, 0, 0, 0);
    List<Size> sizes = new ArrayList<>();
    Candidate service = new ServiceCandidate(fixture.tables(), fixture.postgres(), fixture.clickHouseEndpoint(),
        fixture.postgresEndpoint(), options.javaOptions(), fixture.folder());
    for (int scale : scales) {
      progress.accept("simulating a history of scale " + scale + " …");
      try (Stub stub = Stub.start(Integer.toString(scale), List.of(plain), null, fixture.folder())) {
        progress.accept(String.format(Locale.ROOT, "%,d fills are served …", stub.fills()));
        service.prepare();
        Measurement m = service.run(plain, stub.url(plain));
        long stored = fixture.tables().rows(service.table());
        sizes.add(new Size(scale, stub.fills(), stored, m.seconds(), m.heap(), m.heapAfterCollection(), m.peakRss() == null ? 0 : m.peakRss()));
        progress.accept(String.format(Locale.ROOT, "%,d rows in %.1f s", m.rows(), m.seconds()));
      }
    }
    return new Report(Machine.describe(null, fixture.tables().version()).text(), String.join(" ", options.javaOptions()), sizes,
        sizes.stream().allMatch(s -> s.stored == s.fills));
  }
}
