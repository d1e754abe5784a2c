package io.cascadian.dev.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
  private final String url;

  /** @param url of the service, such as {@code http://127.0.0.1:8080} */
  public ApiBench(String url) {
    this.url = url;
  }

  /**
   * Describes a kind of request.
   *
   * @param name by which its latencies are counted
   * @param paths that are asked one after the other, such as one for each wallet
   */
  public record Read(String name, List<String> paths) {
    public Read {
      paths = List.copyOf(paths);
    }
  }

  /** Measures requests, in turn from the kinds, at a rate and for a time. */
  public ApiLoad load(String name, List<Read> reads, int rate, Duration time) {
    Map<String, ConcurrentHistogram> latencies = new LinkedHashMap<>();
    reads.forEach(read -> latencies.put(read.name(), new ConcurrentHistogram(HIGHEST_NANOS, 3)));
    ConcurrentHistogram all = new ConcurrentHistogram(HIGHEST_NANOS, 3);
    AtomicInteger failures = new AtomicInteger();
    Semaphore underWay = new Semaphore(MOST_AT_ONCE);
    long start = System.nanoTime();
    long requests = rate * time.toMillis() / 1000;
    for (long i = 0; i < requests; i++) {
      long intended = start + i * 1_000_000_000L / rate;
      for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      underWay.acquireUninterruptibly();
      Read read = reads.get((int) (i % reads.size()));
      String path = read.paths().get((int) (i / reads.size() % read.paths().size()));
      client.sendAsync(request(path), HttpResponse.BodyHandlers.ofByteArray()).whenComplete((answer, failure) -> {
        long latency = Math.min(System.nanoTime() - intended, HIGHEST_NANOS);
        if (failure != null || answer.statusCode() != 200) {
          failures.incrementAndGet();
        }
        latencies.get(read.name()).recordValue(latency);
        all.recordValue(latency);
        underWay.release();
      });
    }
    underWay.acquireUninterruptibly(MOST_AT_ONCE);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ApiLoad(name, rate, requests / seconds, failures.get(), all, latencies);
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
