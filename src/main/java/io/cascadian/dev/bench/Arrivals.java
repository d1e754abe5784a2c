package io.cascadian.dev.bench;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Records when requests arrive at the stub and how many are refused. Thread-safe. */
final class Arrivals implements Fault {

  private final Supplier<Fault> behaviours;
  private volatile Fault behaviour;
  private final List<Long> admitted = new ArrayList<>();
  private long refused;

  /**
   * Holds the arrivals since the last call.
   *
   * @param windows requests admitted in each whole window since the first; empty when not one window passed before the last request
   */
  record Seen(long requests, long refused, List<Integer> windows) {}

  /** @param behaviours gives a new behaviour of the server, one that remembers no request, whenever asked */
  Arrivals(Supplier<Fault> behaviours) {
    this.behaviours = behaviours;
    this.behaviour = behaviours.get();
  }

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    long now = System.nanoTime();
    boolean dealtWith = behaviour.intercept(exchange, number);
    synchronized (this) {
      if (dealtWith) {
        refused++;
      } else {
        admitted.add(now);
      }
    }
    return dealtWith;
  }

  /**
   * Returns the arrivals since the last call, counted in windows of so many milliseconds (0 for none). What comes next finds a source that has
   * forgotten it.
   */
  synchronized Seen take(long windowMillis) {
    Seen seen = new Seen(admitted.size() + refused, refused, windows(windowMillis * 1_000_000));
    admitted.clear();
    refused = 0;
    behaviour = behaviours.get();
    return seen;
  }

  private List<Integer> windows(long window) {
    if (admitted.isEmpty() || window == 0) {
      return List.of();
    }
    List<Long> times = admitted.stream().sorted().toList();
    long first = times.get(0);
    int whole = (int) ((times.get(times.size() - 1) - first) / window);
    List<Integer> windows = new ArrayList<>();
    for (int i = 0; i < whole; i++) {
      long from = first + i * window;
      windows.add((int) times.stream().filter(t -> t >= from && t < from + window).count());
    }
    return windows;
  }
}
