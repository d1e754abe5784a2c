package io.cascadian.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.vertx.core.net.impl.URIDecoder;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.component.rest.openapi.DefaultRestOpenapiProcessorStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.processor.RestBindingAdvice;

/**
 * Sends each permitted request of the contract to the route of its operation, {@code direct:<operationId>}. An operation with {@code security} in the
 * contract needs the token, see {@link Api#authorize}; routes do not check it themselves.
 *
 * <p>Failures that a route leaves unhandled become problem documents; so do requests for operations whose route is switched off. While a route is
 * being replaced, its requests wait for the new one, as Camel's {@code direct} does. Thread-safe.
 */
public final class GuardedOperations extends DefaultRestOpenapiProcessorStrategy {

  private final Api api;

  public GuardedOperations(Api api) {
    this.api = api;
  }

  @Override
  public boolean process(OpenAPI contract, Operation operation, String verb, String path, RestBindingAdvice binding, Exchange exchange,
      AsyncCallback callback) {
    try {
      if (needsToken(contract, operation)) {
        api.authorize(exchange);
      }
      decodeParameters(operation, exchange.getMessage());
      if (isSwitchedOff(operation)) {
        throw new ApiProblem(404, "Not served", "The route of this operation is switched off; GET /api/routes lists the routes.");
      }
    } catch (ApiProblem problem) {
      exchange.setException(problem);
      return answerProblem(exchange, true, callback);
    }
    return super.process(contract, operation, verb, path, binding, exchange, synchronous -> {
      if (exchange.getException() == null) {
        callback.done(synchronous);
      } else {
        answerProblem(exchange, synchronous, callback);
      }
    });
  }

  private boolean answerProblem(Exchange exchange, boolean synchronous, AsyncCallback callback) {
    exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, exchange.getException());
    exchange.setException(null);
    api.problem(exchange);
    callback.done(synchronous);
    return synchronous;
  }

  /** Returns whether every security requirement of the operation, or else of the whole contract, asks for a credential. */
  static boolean needsToken(OpenAPI contract, Operation operation) {
    List<SecurityRequirement> ways = operation.getSecurity() != null ? operation.getSecurity() : contract.getSecurity();
    return ways != null && !ways.isEmpty() && ways.stream().noneMatch(SecurityRequirement::isEmpty);
  }

  /** Decodes path parameters, which Camel leaves percent-encoded. */
  private static void decodeParameters(Operation operation, Message request) {
    if (operation.getParameters() == null) {
      return;
    }
    for (Parameter parameter : operation.getParameters()) {
      if ("path".equals(parameter.getIn())) {
        request.setHeader(parameter.getName(), URIDecoder.decodeURIComponent(request.getHeader(parameter.getName(), String.class), false));
      }
    }
  }

  /** Returns whether the operation's route has {@code autoStartup: false}; a missing route is being replaced and counts as switched on. */
  private boolean isSwitchedOff(Operation operation) {
    String address = "direct://" + operation.getOperationId();
    for (Route route : getCamelContext().getRoutes()) {
      if (route.getEndpoint().getEndpointUri().equals(address)) {
        return route.getRoute() instanceof RouteDefinition definition && definition.getAutoStartup() != null
            && Boolean.FALSE.equals(CamelContextHelper.parseBoolean(getCamelContext(), definition.getAutoStartup()));
      }
    }
    return false;
  }
}
