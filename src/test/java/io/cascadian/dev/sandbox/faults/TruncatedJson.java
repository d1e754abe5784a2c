package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.util.Arrays;

/**
 * The right answer, cut in the middle, with the length of what is left: whole for HTTP, half for JSON.
 *
 * <p>Stands for: proxies that give up on a slow upstream after they have sent part of it.
 */
public final class TruncatedJson implements Fault {

  @Override
  public boolean intercept(HttpExchange exchange, long number) {
    return false;
  }

  @Override
  public byte[] alter(byte[] answer, long number) {
    return Arrays.copyOf(answer, answer.length / 2);
  }
}
