package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;

/**
 * 200 with {@code {"message":"Not found"}}.
 *
 * <p>Stands for: graph-node answers unknown paths so. A client that looks at the status, or for {@code errors} alone, reads an empty page.
 */
public final class NotFoundWithSuccess implements Fault {

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    return CannedAnswer.json(200, "{\"message\":\"Not found\"}").intercept(exchange, number);
  }
}
