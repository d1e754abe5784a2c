package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;

/**
 * The connection is reset (TCP RST), before the headers of the answer or after them. Takes a sandbox with breakable connections.
 *
 * <p>Stands for: crashed proxies, and firewalls that forget connections.
 */
public record ConnectionReset(Cut where) implements Fault {

  @Override
  public boolean intercept(HttpExchange exchange, long number) {
    return false;
  }

  @Override
  public Cut cut(long number) {
    return where;
  }
}
