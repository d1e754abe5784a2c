package io.cascadian.dev.sandbox.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.cascadian.dev.sandbox.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * 200 with {@code errors} and no data, in graph-node's own words (graph/src/data/query/error.rs).
 *
 * <p>Stands for: the usual way in which a subgraph fails. A client that looks at the status alone reads it as an empty page; one that
 * repeats whatever failed repeats what can never succeed.
 */
public record GraphqlErrors(String message) implements Fault {

  private static final ObjectMapper JSON = new ObjectMapper();

  public static final GraphqlErrors TIMED_OUT = new GraphqlErrors("Query timed out");
  public static final GraphqlErrors OVERLOADED =
      new GraphqlErrors("service is overloaded and can not run the query right now. Please try again in a few minutes");
  public static final GraphqlErrors REORGANIZED = new GraphqlErrors("the chain was reorganized while executing the query");
  public static final GraphqlErrors STORE = new GraphqlErrors("Store error: canceling statement due to statement timeout");
  public static final GraphqlErrors TOO_EXPENSIVE = new GraphqlErrors("query is too expensive");
  public static final GraphqlErrors RESULT_TOO_LARGE =
      new GraphqlErrors("the result size of 20971521 is larger than the allowed limit of 10485760");
  public static final GraphqlErrors NOT_YET_INDEXED = new GraphqlErrors("Failed to decode `block.number` value: `subgraph QmStub has "
      + "only indexed up to block number 10 and data for block number 20 is therefore not yet available`");
  public static final GraphqlErrors PRUNED = new GraphqlErrors("Failed to decode `block.number` value: `subgraph QmStub only has data "
      + "starting at block number 90000000 and data for block number 80000000 is therefore not available`");
  public static final GraphqlErrors INDEXING_ERROR = new GraphqlErrors("indexing_error");
  public static final GraphqlErrors NO_DEPLOYMENT = new GraphqlErrors("deployment `orderbook-subgraph` does not exist");
  public static final GraphqlErrors NO_FIELD = new GraphqlErrors("Type `Query` has no field `orderFilledEvents`");
  public static final GraphqlErrors OUR_MISTAKE = new GraphqlErrors("Invalid value provided for argument `where`: Object({})");
  public static final GraphqlErrors UNHEARD_OF = new GraphqlErrors("an error that no version of the server had so far");

  @Override
  public boolean intercept(HttpExchange exchange, long number) throws IOException {
    String body = JSON.writeValueAsString(Map.of("errors", List.of(Map.of("message", message))));
    return CannedAnswer.json(200, body).intercept(exchange, number);
  }
}
