package io.cascadian.http;

import java.time.Duration;

/**
 * Limits the duration of a call and the size of its answer.
 *
 * @param connect to open a connection
 * @param response between two bytes
 * @param deadline for the whole call, waiting for the rate limit not included
 * @param maxBody bytes, unpacked
 */
public record HttpLimits(Duration connect, Duration response, Duration deadline, int maxBody) {

  /** Returns the default limits: 5 s to connect, 30 s between bytes, 60 s in all, 64 MiB. */
  public static HttpLimits usual() {
    return new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60), 64 << 20);
  }

  /** Returns the same with another deadline, for interactive calls. */
  public HttpLimits within(Duration wholeCall) {
    return new HttpLimits(connect.compareTo(wholeCall) < 0 ? connect : wholeCall, wholeCall, wholeCall, maxBody);
  }
}
