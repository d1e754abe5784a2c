package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.NodeView;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another fault for some requests only, counted from the first one that arrives, from 1; the others see the source as it should be.
 * Thread-safe.
 */
public final class During implements Fault {

  private final long first;
  private final long last;
  private final Fault fault;
  private final AtomicLong begin = new AtomicLong();

  /**
   * @param first request that is affected
   * @param last request that is
   */
  public During(long first, long last, Fault fault) {
    this.first = first;
    this.last = last;
    this.fault = fault;
  }

  private boolean affects(long number) {
    begin.compareAndSet(0, number);
    long since = number - begin.get() + 1;
    return since >= first && since <= last;
  }

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    return affects(number) && fault.intercept(exchange, number);
  }

  @Override
  public NodeView node(NodeView node, long number) {
    return affects(number) ? fault.node(node, number) : node;
  }

  @Override
  public byte[] alter(byte[] answer, long number) throws IOException {
    return affects(number) ? fault.alter(answer, number) : answer;
  }

  @Override
  public String understood(String query, long number) {
    return affects(number) ? fault.understood(query, number) : query;
  }

  @Override
  public Cut cut(long number) {
    return affects(number) ? fault.cut(number) : Cut.NOWHERE;
  }
}
