package io.cascadian.e2e.crash;

import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.faults.During;
import io.cascadian.dev.sandbox.faults.Faults;
import io.cascadian.e2e.CommandLine;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What happens next to an installation? Chosen at random, the same for the same seed as far as moments in time go. Used by one thread. */
final class Strikes {

  /** How long a run may last, whatever happens to it. */
  private static final int BOUND_SECONDS = 240;
  /** Misbehaviours of the source that pass, and under which a run that succeeds has read everything. */
  private static final List<String> OF_SOURCE = List.of(
      "429", "429-retry-after", "503-html", "html-200", "message-not-found", "error-timeout", "error-overloaded", "error-reorganized", "error-store",
      "error-not-yet-indexed", "truncated-json", "closed-mid-body", "reset-before-headers", "reset-after-headers", "latency", "empty-list",
      "replayed-page");

  private final Engines engines;
  private final SplittableRandom random;

  /** @param story what happens, for the log */
  record Strike(String story, Blow blow) {}

  /** Does its worst to a run that has just been started. */
  @FunctionalInterface
  interface Blow {
    void strike(Installation at) throws Exception;
  }

  Strikes(Engines engines, SplittableRandom random) {
    this.engines = engines;
    this.random = random;
  }

  /** The next one. */
  Strike next() {
    int millis = random.nextInt(8_000);
    CrashPoint point = CrashPoint.values()[random.nextInt(CrashPoint.values().length)];
    boolean clickHouse = random.nextBoolean();
    String engine = clickHouse ? "ClickHouse" : "Postgres";
    Trap.Action killEngine = clickHouse ? engines::killClickHouse : engines::killPostgres;
    return switch (random.nextInt(7)) {
      case 0 -> new Strike("kill -9 after " + millis + " ms", at -> {
        TimeUnit.MILLISECONDS.sleep(millis);
        at.kill();
      });
      case 1 -> new Strike("kill -9 at " + point.title(), at -> point.arm(at, at::kill));
      case 2 -> new Strike(engine + " killed after " + millis + " ms", at -> {
        TimeUnit.MILLISECONDS.sleep(millis);
        killEngine.run();
      });
      case 3 -> new Strike(engine + " killed at " + point.title(), at -> point.arm(at, killEngine));
      case 4 -> new Strike("connections to both databases cut every " + (millis + 200) + " ms", at -> {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (at.running().isRunning() && System.nanoTime() < end) {
          TimeUnit.MILLISECONDS.sleep(millis + 200);
          at.toClickHouse.cut();
          at.toPostgres.cut();
        }
      });
      case 5 -> new Strike("connection cut at " + point.title(), at -> point.arm(at, () -> { }));
      default -> ofSource();
    };
  }

  private Strike ofSource() {
    String name = OF_SOURCE.get(random.nextInt(OF_SOURCE.size()));
    int first = 1 + random.nextInt(20);
    int last = first + random.nextInt(20);
    return new Strike("the source's fault " + name + " at requests " + first + " to " + last,
        at -> at.source.misbehave(new During(first, last, Faults.named(name))));
  }

  /**
   * A run that is struck, to its end, and everything whole again afterwards.
   *
   * @return its exit code
   */
  int run(Installation at, Strike strike) throws Exception {
    at.disarm();
    try (CommandLine command = at.start()) {
      strike.blow.strike(at);
      return command.exitCode(BOUND_SECONDS);
    } finally {
      at.disarm();
      at.source.misbehave(Fault.NONE);
      engines.awaitBack();
    }
  }
}
