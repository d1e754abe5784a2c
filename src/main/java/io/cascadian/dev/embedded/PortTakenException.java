package io.cascadian.dev.embedded;

/** Reports that an engine could not listen, because another program uses its port. */
final class PortTakenException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int port;

  PortTakenException(int port) {
    super("another program listens on port " + port + " of the loopback address");
    this.port = port;
  }

  int port() {
    return port;
  }
}
