package io.cascadian.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * What is a process called where several share one Postgres: by those that find the run lock taken, and among those that share the triggers?
 *
 * <p>In containers each is process 1, and answers must not tell hosts; so the name is made up for the life of the process, and its log says once
 * which host it stands for.
 *
 * @param name such as {@code 1-k3f9qz}, with the process id first
 * @param host that it is on, for the log only
 */
record Instance(String name, String host) {

  /** Bounds of numbers with six digits to the base of 36. */
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
