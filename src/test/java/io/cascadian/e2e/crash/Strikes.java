package io.cascadian.e2e.crash;

import io.cascadian.e2e.CommandLine;
import io.cascadian.embedded.sandbox.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What happens next to an installation? Chosen at random, the same for the same seed as far as moments in time go. Used by one thread. */
final class Strikes {

  /** How long a run may last, whatever happens to it. */
  private static final int BOUND_SECONDS = 240;
  private static final Fault NONE = (exchange, number) -> false;
  /** Misbehaviours of the source that pass. */
  private static final Map<String, Fault> OF_SOURCE = new TreeMap<>(Map.of(
      "hangs up", (exchange, number) -> {
        exchange.close();
        return true;
      },
      "answers 503", (exchange, number) -> {
        exchange.sendResponseHeaders(503, -1);
        return true;
      }));

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
    List<String> names = new ArrayList<>(OF_SOURCE.keySet());
    String name = names.get(random.nextInt(names.size()));
    int one = 1 + random.nextInt(6);
    return new Strike("the source " + name + " at every request of " + one, at ->
        at.source.misbehave((exchange, number) -> number % one == 0 && OF_SOURCE.get(name).intercept(exchange, number)));
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
      at.source.misbehave(NONE);
      engines.awaitBack();
    }
  }
}
