package io.cascadian.routes;

import io.cascadian.nightly.StepKind;
import java.util.List;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StepDefinition;

/**
 * Describes something that a message reaches.
 *
 * @param call of a bean, as {@code bean.method}; null for an endpoint
 * @param address of an endpoint inside the service; null for a call, and where the message itself decides
 * @param kind of the work of a run that the call is; null for others
 * @param place in the route that has the lock, or where the way began outside of one
 * @param route that it stands in itself
 * @param steps of runs that it stands in, the outermost first
 * @param scope the run lock that is held; null for none
 * @param isTried whether a failure of it is caught
 * @param apart a route on the way from the lock that handles failures by itself, so that those of it do not come to the run; null for none
 * @param isParallel whether it continues beside the message that has the lock, or in no order with what comes next
 * @param isPlain whether it is written as a bean, and comes by plain calls of routes
 */
record Visit(String call, String address, StepKind kind, Place place, RouteDefinition route, List<Fork> forks, List<StepDefinition> steps, Scope scope,
    boolean isTried, String apart, boolean isParallel, boolean isPlain) {

  boolean isCall(String name) {
    return name.equals(call);
  }

  /** Returns whether every message that came to the other one comes here as well. */
  boolean surelyFollows(Visit other) {
    return forks.size() <= other.forks.size() && forks.equals(other.forks.subList(0, forks.size()));
  }

  /** Names a place in a file. */
  record Place(String file, int line) {}

  /** Describes a choice of branches at a node. */
  record Fork(ProcessorDefinition<?> node, int way) {}

  /** Describes the scope of a run lock, from its acquisition to its release. */
  record Scope(IdempotentConsumerDefinition lock, RouteDefinition route, Place place) {}
}
