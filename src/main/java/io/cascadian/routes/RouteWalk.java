package io.cascadian.routes;

import io.cascadian.nightly.StepKind;
import io.cascadian.routes.Visit.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.InterceptDefinition;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RemovePropertiesDefinition;
import org.apache.camel.model.RemovePropertyDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SamplingDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.support.PatternHelper;

/** Follows one message from node to node, also in the routes that it is sent to; see {@link RouteFlows}. For one use. */
final class RouteWalk {

  /** Longer walks are cut: routes that call one another crosswise have more paths than anybody can follow. */
  private static final int LONGEST = 20_000;
  /** How the names of the properties of a run begin. */
  private static final String RUN_PROPERTIES = "cascadian";

  /** Holds the parts of a route beside its steps: error handlers, completions and interceptors. */
  private record Besides(RouteDefinition route, List<ProcessorDefinition<?>> nodes, String address) {}

  private final RouteFlows flows;
  private final List<Visit> visits = new ArrayList<>();
  private final Set<Besides> besides = new LinkedHashSet<>();
  private boolean isBesides;
  /** Routes that the message has come to and not left. */
  private final Set<RouteDefinition> open = new HashSet<>();

  RouteWalk(RouteFlows flows) {
    this.flows = flows;
  }

  /** Follows a message from the beginning of a route. */
  List<Visit> from(RouteDefinition route, List<ProcessorDefinition<?>> nodes) {
    open.add(route);
    noteDeadLetters(route);
    follow(route, nodes, MessageState.BEGIN);
    return List.copyOf(visits);
  }

  /**
   * Follows what the routes that were come to do besides their steps, which happens at a time that the path does not show: when something fails, when the
   * message has ended and its lock is given back, or at each step.
   */
  List<Visit> besides() {
    return besides(List.copyOf(besides));
  }

  /** Follows what one of the routes that were come to does besides its steps. */
  List<Visit> besides(RouteDefinition route) {
    return besides(besides.stream().filter(each -> each.route() == route).toList());
  }

  private List<Visit> besides(List<Besides> first) {
    visits.clear();
    besides.clear();
    besides.addAll(first);
    isBesides = true;
    Set<Besides> done = new HashSet<>();
    while (!done.containsAll(besides)) {
      for (Besides next : List.copyOf(besides)) {
        if (done.add(next)) {
          open.clear();
          open.add(next.route());
          follow(next.route(), next.nodes(), MessageState.BEGIN.parallel());
          if (next.address() != null) {
            send(next.route(), next.route(), next.address(), MessageState.BEGIN.parallel());
          }
        }
      }
    }
    return List.copyOf(visits);
  }

  /** Returns whether the message surely ends there. */
  private boolean follow(RouteDefinition route, List<ProcessorDefinition<?>> nodes, MessageState begin) {
    MessageState state = begin;
    for (ProcessorDefinition<?> node : nodes) {
      if (flows.isDisabled(node) || visits.size() > LONGEST) {
        continue;
      }
      if (node instanceof OnExceptionDefinition || node instanceof OnCompletionDefinition || node instanceof InterceptDefinition
          || node instanceof InterceptSendToEndpointDefinition) {
        besides.add(new Besides(route, node.getOutputs(), null));
        continue;
      }
      if (node instanceof SamplingDefinition) {
        state = state.fork(node, 0);
      }
      if (come(route, node, state)) {
        return true;
      }
    }
    return false;
  }

  private void noteDeadLetters(RouteDefinition route) {
    if (RouteFlows.errorHandler(route) instanceof DeadLetterChannelDefinition channel) {
      besides.add(new Besides(route, List.of(), channel.getDeadLetterUri()));
    }
  }

  private boolean come(RouteDefinition route, ProcessorDefinition<?> node, MessageState state) {
    if (node instanceof StopDefinition || node instanceof RollbackDefinition) {
      visits.add(visit(route, node, RouteFlows.STOP, null, null, state));
      return true;
    }
    if (state.scope() != null && changesRun(node)) {
      flows.changed(flows.place(route, node));
    }
    if (node instanceof BeanDefinition bean) {
      call(route, node, BeanCall.of(bean), state);
      return false;
    }
    if (node instanceof ExpressionNode expression) {
      ask(route, node, expression.getExpression(), state);
    }
    if (node instanceof WireTapDefinition<?> tap) {
      return send(route, node, tap.getUri(), state.parallel());
    }
    if (node instanceof ToDynamicDefinition to) {
      return send(route, node, to.getUri(), state.indirect());
    }
    if (node instanceof SendDefinition<?> to) {
      return send(route, node, to.getEndpointUri(), node instanceof ToDefinition ? state : state.indirect());
    }
    if (node instanceof EnrichDefinition || node instanceof RecipientListDefinition<?> || node instanceof RoutingSlipDefinition<?>
        || node instanceof DynamicRouterDefinition<?>) {
      Stream.of(((ExpressionNode) node).getExpression().getExpression().split(","))
          .forEach(uri -> send(route, node, isText(((ExpressionNode) node).getExpression()) ? uri.strip() : "${" + uri + "}", state.indirect()));
      return false;
    }
    return within(route, node, state);
  }

  /** Returns whether the properties by which a run is known to its works are taken away or replaced. */
  private boolean changesRun(ProcessorDefinition<?> node) {
    return node instanceof SetPropertyDefinition set && String.valueOf(set.getName()).startsWith(RUN_PROPERTIES)
        || node instanceof RemovePropertyDefinition remove && String.valueOf(remove.getName()).startsWith(RUN_PROPERTIES)
        || node instanceof RemovePropertiesDefinition all && PatternHelper.matchPattern(RUN_PROPERTIES, all.getPattern());
  }

  private boolean isText(ExpressionDefinition expression) {
    return Set.of("constant", "simple").contains(expression.getLanguage());
  }

  private boolean within(RouteDefinition route, ProcessorDefinition<?> node, MessageState state) {
    if (node instanceof IdempotentConsumerDefinition consumer) {
      boolean isRunLock = !flows.rules().runLock().isEmpty() && flows.rules().runLock().equals(bean(consumer.getIdempotentRepository()));
      follow(route, node.getOutputs(), isRunLock ? state.locked(new Scope(consumer, route, flows.place(route, node))) : state.fork(node, 0));
      return false;
    }
    boolean ends = false;
    for (NodePart part : NodePart.of(node, state, flows)) {
      ask(route, node, part.condition(), state);
      ends |= follow(route, part.nodes(), part.state()) && part.isPassed();
    }
    return ends;
  }

  private boolean send(RouteDefinition route, ProcessorDefinition<?> node, String uri, MessageState state) {
    String address = flows.address(uri, route);
    if (address.startsWith("bean:")) {
      call(route, node, BeanCall.ofAddress(address, uri), state.indirect());
      return false;
    }
    // which of the routes it is, the message decides
    boolean isOpen = address.startsWith("${") || CallGraph.isInternal(address) && address.contains("${");
    if (!isOpen && !CallGraph.isInternal(address) || flows.isSkipped(address)) {
      return false;
    }
    MessageState reached = address.startsWith("seda:") ? state.parallel() : state;
    visits.add(visit(route, node, null, isOpen ? null : address, null, reached));
    boolean ends = false;
    for (RouteDefinition target : isOpen ? List.<RouteDefinition>of() : flows.listeners(address)) {
      if (!flows.isStarted(target)) {
        continue;
      }
      if (!open.add(target)) {
        if (!isBesides) {
          flows.circle(flows.place(route, node), address, reached.forks().isEmpty());
        }
      } else {
        noteDeadLetters(target);
        // what is wrong with a run is reported for its own route, whatever starts it
        MessageState there = flows.rules().runAddresses().contains(address) ? reached.anywhere() : reached.at(flows.place(route, node));
        ends |= follow(target, target.getOutputs(), RouteFlows.leavesFailures(target) ? there : there.apart(target.getRouteId())) && !reached.isParallel();
        open.remove(target);
      }
    }
    return ends;
  }

  private void ask(RouteDefinition route, ProcessorDefinition<?> node, ExpressionDefinition expression, MessageState state) {
    BeanCall.in(expression).forEach(call -> call(route, node, call, state.indirect()));
  }

  private void call(RouteDefinition route, ProcessorDefinition<?> node, BeanCall call, MessageState state) {
    String bean = bean(call.bean());
    if (bean == null) {
      return;
    }
    if (call.method() == null) {
      flows.unnamed(flows.place(route, node), bean);
      return;
    }
    String called = flows.resolve(call.method(), route.getTemplateParameters()).replaceAll("\\(.*", "").strip();
    visits.add(visit(route, node, bean + "." + called, null, flows.kind(bean, called), state));
  }

  private Visit visit(RouteDefinition route, ProcessorDefinition<?> node, String call, String address, StepKind kind, MessageState state) {
    return new Visit(call, address, kind, state.at(flows.place(route, node)).place(), route, state.forks(), state.steps(), state.scope(), state.isTried(),
        state.apart(), state.isParallel(), state.isPlain());
  }

  private String bean(String ref) {
    return ref == null ? null : flows.resolve(ref, Map.of()).replaceFirst("^#(bean:)?", "");
  }
}
