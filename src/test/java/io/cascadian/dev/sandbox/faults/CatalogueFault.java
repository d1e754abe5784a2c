package io.cascadian.dev.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A catalogue that pages its lists of events in another way than it should.
 *
 * <p>Stands for: the Gamma API refuses offsets above 2,000 since 2026, other deployments answered them with empty lists; offsets were to go altogether;
 * the endpoints with cursors ignored the cursor for weeks.
 */
public final class CatalogueFault implements Fault {

  private static final String KEYSET = "/events/keyset";
  private static final String EVENTS = "/events";
  private static final String MARKETS = "/markets";

  private final Set<String> ignored;
  private final boolean withoutKeyset;
  private final int mostOffset;
  private final boolean emptyBeyond;
  private final boolean withoutLists;

  private CatalogueFault(Set<String> ignored, boolean withoutKeyset, int mostOffset, boolean emptyBeyond) {
    this(ignored, withoutKeyset, mostOffset, emptyBeyond, false);
  }

  private CatalogueFault(Set<String> ignored, boolean withoutKeyset, int mostOffset, boolean emptyBeyond, boolean withoutLists) {
    this.withoutLists = withoutLists;
    this.ignored = ignored;
    this.withoutKeyset = withoutKeyset;
    this.mostOffset = mostOffset;
    this.emptyBeyond = emptyBeyond;
  }

  /** Knows offsets only. */
  public static CatalogueFault withoutKeyset() {
    return new CatalogueFault(Set.of(), true, Integer.MAX_VALUE, false);
  }

  /** Knows cursors only: the lists that take offsets are gone. */
  public static CatalogueFault withoutLists() {
    return new CatalogueFault(Set.of(), false, Integer.MAX_VALUE, false, true);
  }

  /** Answers as if these parameters had not been sent. */
  public static CatalogueFault ignoring(String... parameters) {
    return new CatalogueFault(Set.of(parameters), false, Integer.MAX_VALUE, false);
  }

  /** The same, and answers offsets above the limit with 422. */
  public CatalogueFault refusingOffsetsAbove(int limit) {
    return new CatalogueFault(ignored, withoutKeyset, limit, false);
  }

  /** The same, and answers offsets above the limit with an empty list. */
  public CatalogueFault emptyAbove(int limit) {
    return new CatalogueFault(ignored, withoutKeyset, limit, true);
  }

  /** The same without the endpoint that takes cursors. */
  public CatalogueFault andWithoutKeyset() {
    return new CatalogueFault(ignored, true, mostOffset, emptyBeyond);
  }

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (withoutKeyset && path.equals(KEYSET)) {
      return CannedAnswer.json(404, "{\"type\":\"not found error\",\"error\":\"id not found\"}").intercept(exchange, number);
    }
    if (withoutLists && (path.equals(EVENTS) || path.equals(MARKETS))) {
      return CannedAnswer.json(410, "{\"type\":\"gone\",\"error\":\"use " + path + "/keyset\"}").intercept(exchange, number);
    }
    if (path.equals(EVENTS) && offset(exchange.getRequestURI().getQuery()) > mostOffset) {
      return (emptyBeyond ? CannedAnswer.json(200, "[]") : CannedAnswer.json(422,
          "{\"type\":\"validation error\",\"error\":\"offset exceeds maximum of " + mostOffset + "; use /events/keyset for deeper pagination\"}"))
          .intercept(exchange, number);
    }
    return false;
  }

  @Override
  public String understood(String query, long number) {
    return query == null ? null : Arrays.stream(query.split("&"))
        .filter(parameter -> !ignored.contains(parameter.split("=")[0])).collect(Collectors.joining("&"));
  }

  private static int offset(String query) {
    return query == null || !query.matches("(.*&)?offset=\\d+(&.*)?") ? 0 : Integer.parseInt(query.replaceAll("(.*&)?offset=(\\d+)(&.*)?", "$2"));
  }
}
