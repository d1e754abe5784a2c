package io.cascadian.store;

/**
 * Names the ports of the loopback address that the embedded engines are to listen on.
 *
 * @param clickHouse of ClickHouse's HTTP interface; 0 for any free one
 * @param postgres of Postgres; 0 for any free one
 */
public record EnginePorts(int clickHouse, int postgres) {

  /** Whichever are free. */
  public static final EnginePorts ANY = new EnginePorts(0, 0);
}
