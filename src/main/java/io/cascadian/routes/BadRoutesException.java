package io.cascadian.routes;

import io.cascadian.errors.UserFacing;
import java.util.List;

/** Reports that the service cannot start with these routes; the message has a line for each problem, with file and line. */
public final class BadRoutesException extends RuntimeException implements UserFacing {

  public BadRoutesException(List<RouteProblem> problems) {
    super("The routes are not usable:\n  - " + String.join("\n  - ", problems.stream().map(RouteProblem::text).toList())
        + "\n'cascadian routes validate' shows the same without starting anything.");
  }
}
