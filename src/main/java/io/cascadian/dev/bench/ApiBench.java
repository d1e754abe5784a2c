package io.cascadian.dev.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Measures how long callers wait for reads at a given rate.
 *
 * <p>Requests leave at times that are fixed beforehand, whatever the answers do, and a request's latency counts from when it should have left:
 * a service that stalls is charged for everybody who would have come meanwhile. Used by one thread.
 */
public final class ApiBench {

  private static final long HIGHEST_NANOS = Duration.ofMinutes(2).toNanos();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  /** Beyond it a request leaves late, which its latency counts as well. */
  private static final int MOST_AT_ONCE = 2_000;

  private final Callers callers = new Callers(TIMEOUT);
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
  private final String url;
  private final CpuMeter cpu;
  /** How many paths of each kind were asked for, over all loads: a load goes on where the one before ended. */
  private final Map<String, Integer> asked = new HashMap<>();

  /**
   * @param url of the service, such as {@code http://127.0.0.1:8080}
   * @param cpu of the processes that take part
   */
  public ApiBench(String url, CpuMeter cpu) {
    this.url = url;
    this.cpu = cpu;
  }

  /**
   * Describes a kind of request.
   *
   * @param name by which its latencies are counted
   * @param paths that are asked one after the other, such as one for each wallet
   * @param goalMillis that the 95th percentile of its latency is held against
   */
  public record Read(String name, List<String> paths, int goalMillis) {
    public Read {
      paths = List.copyOf(paths);
    }
  }

  /** Counts what one kind measures. */
  private static final class Counted {
    private final Read read;
    private final ConcurrentHistogram latencies = new ConcurrentHistogram(HIGHEST_NANOS, 3);
    private final AtomicInteger failures = new AtomicInteger();
    private long repeated;

    Counted(Read read) {
      this.read = read;
    }
  }

  /**
   * Measures requests, in turn from the kinds, at a rate and for a time.
   *
   * @param beside kinds of which one request a second is sent in addition
   */
  public ApiLoad load(String name, List<Read> reads, List<Read> beside, int rate, Duration time) {
    List<Counted> kinds = reads.stream().map(Counted::new).toList();
    List<Counted> besides = beside.stream().map(Counted::new).toList();
    ConcurrentHistogram all = new ConcurrentHistogram(HIGHEST_NANOS, 3);
    Semaphore underWay = new Semaphore(MOST_AT_ONCE);
    cpu.start();
    long start = System.nanoTime();
    long requests = rate * time.toMillis() / 1000;
    for (long i = 0; i < requests; i++) {
      long intended = start + i * 1_000_000_000L / rate;
      for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      send(kinds.get((int) (i % kinds.size())), intended, underWay, all);
      if (i % rate == 0) {
        besides.forEach(kind -> send(kind, intended, underWay, null));
      }
    }
    underWay.acquireUninterruptibly(MOST_AT_ONCE);
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, Double> cores = cpu.cores();
    return new ApiLoad(name, rate, requests / seconds, Stream.concat(kinds.stream(), besides.stream())
        .map(kind -> new ApiLoad.Kind(kind.read.name(), kind.read.goalMillis(), kind.failures.get(), kind.repeated, kind.latencies)).toList(), all, cores);
  }

  private void send(Counted kind, long intended, Semaphore underWay, ConcurrentHistogram all) {
    underWay.acquireUninterruptibly();
    int before = asked.merge(kind.read.name(), 1, Integer::sum) - 1;
    kind.repeated += before >= kind.read.paths().size() ? 1 : 0;
    callers.get(URI.create(url + kind.read.paths().get(before % kind.read.paths().size())), status -> {
      long latency = Math.min(System.nanoTime() - intended, HIGHEST_NANOS);
      if (status != 200) {
        kind.failures.incrementAndGet();
      }
      kind.latencies.recordValue(latency);
      if (all != null) {
        all.recordValue(latency);
      }
      underWay.release();
    });
  }

  /**
   * Returns one response, to be checked before anything is measured.
   *
   * @throws BenchException when it is no success
   */
  public String ask(String path) {
    try {
      HttpResponse<String> answer = client.send(request(path), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new BenchException("GET " + path + " answers " + answer.statusCode() + ": " + answer.body(), null);
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchException("no answer from " + url + path + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  /**
   * Creates an entry for the measurement.
   *
   * @param body JSON
   * @throws BenchException when the answer is no success
   */
  public String post(String path, String body) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new BenchException("POST " + path + " answers " + answer.statusCode() + ": " + answer.body(), null);
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchException("no answer from " + url + path + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).build();
  }
}
