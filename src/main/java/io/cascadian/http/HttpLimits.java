package io.cascadian.http;

import java.time.Duration;

/**
 * How long may a call take, and how much may it answer?
 *
 * @param connect to open a connection
 * @param response between two bytes
 * @param deadline for the whole call, waiting for the rate limit not included
 * @param maxBody bytes, unpacked
 */
public record HttpLimits(Duration connect, Duration response, Duration deadline, int maxBody) {

  /** 5 s to connect, 30 s between bytes, 60 s in all, 64 MiB. */
  public static HttpLimits usual() {
    return new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60), 64 << 20);
  }

  /** The same with another deadline, for calls that somebody waits for. */
  public HttpLimits within(Duration wholeCall) {
    return new HttpLimits(connect.compareTo(wholeCall) < 0 ? connect : wholeCall, wholeCall, wholeCall, maxBody);
  }
}
