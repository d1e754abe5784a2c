package io.cascadian.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Names this process among all that share one Postgres: in the run lock, and as the instance id of Quartz's cluster.
 *
 * <p>In containers each is process 1, and responses must not reveal hosts; so the name has a random suffix, and the log shows once which host it runs on.
 *
 * @param name process id and random suffix, such as {@code 1-k3f9qz}
 * @param host name of the host, for the log only
 */
record Instance(String name, String host) {

  /** Bounds of numbers with six digits in base 36. */
  private static final long FROM = 60_466_176L;
  private static final long TO = 2_176_782_336L;

  static Instance create() {
    return new Instance(
        ProcessHandle.current().pid() + "-" + Long.toString(new SecureRandom().nextLong(FROM, TO), Character.MAX_RADIX), hostName());
  }

  private static String hostName() {
    return Optional.ofNullable(System.getenv("HOSTNAME")).filter(name -> !name.isBlank()).orElseGet(() -> {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "(unknown: " + e.getMessage() + ")";
      }
    });
  }
}
