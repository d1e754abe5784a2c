package io.cascadian.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * Describes a part of a node that has several, or several ways through it: the branches of a choice, the clauses of a try, what is done for each part of a
 * split message.
 *
 * @param condition evaluated before the part is come to; null where there is none
 * @param state of a message that comes to the part
 * @param isPassed whether every message passes the part, so that one which ends there goes no further
 */
record NodePart(ExpressionDefinition condition, List<ProcessorDefinition<?>> nodes, MessageState state, boolean isPassed) {

  private static NodePart perhaps(List<ProcessorDefinition<?>> nodes, MessageState state) {
    return new NodePart(null, nodes, state, false);
  }

  private static NodePart surely(List<ProcessorDefinition<?>> nodes, MessageState state) {
    return new NodePart(null, nodes, state, true);
  }

  /** Returns the parts in the order in which a message comes to them. */
  static List<NodePart> of(ProcessorDefinition<?> node, MessageState state, RouteFlows flows) {
    if (node instanceof ChoiceDefinition choice) {
      return branches(choice, state, flows);
    }
    if (node instanceof TryDefinition attempt) {
      return clauses(attempt, state);
    }
    if (node instanceof CircuitBreakerDefinition breaker) {
      return breaker.getOnFallback() == null
          ? List.of(perhaps(node.getOutputs(), state))
          : List.of(perhaps(node.getOutputs(), state.tried()), perhaps(breaker.getOnFallback().getOutputs(), state.fork(node, 0)));
    }
    if (node instanceof AggregateDefinition || node instanceof ResequenceDefinition) {
      return List.of(perhaps(node.getOutputs(), state.fork(node, 0).parallel()));
    }
    if (node instanceof LoadBalanceDefinition) {
      return IntStream.range(0, node.getOutputs().size()).mapToObj(i -> perhaps(List.of(node.getOutputs().get(i)), state.fork(node, i))).toList();
    }
    if (node instanceof MulticastDefinition multicast) {
      MessageState each = flows.isTrue(multicast.getParallelProcessing(), false) ? state.unordered() : state;
      return node.getOutputs().stream().map(part -> perhaps(List.of(part), each)).toList();
    }
    if (node instanceof FilterDefinition || node instanceof LoopDefinition || node instanceof SplitDefinition) {
      boolean isParallel = node instanceof SplitDefinition split && flows.isTrue(split.getParallelProcessing(), false);
      return List.of(perhaps(node.getOutputs(), isParallel ? state.fork(node, 0).unordered() : state.fork(node, 0)));
    }
    return List.of(surely(node.getOutputs(), node instanceof StepDefinition step ? state.step(step) : state));
  }

  private static List<NodePart> branches(ChoiceDefinition choice, MessageState state, RouteFlows flows) {
    List<NodePart> parts = new ArrayList<>();
    for (WhenDefinition when : choice.getWhenClauses()) {
      boolean isDisabled = flows.isTrue(when.getDisabled(), false);
      parts.add(new NodePart(when.getExpression(), isDisabled ? List.of() : when.getOutputs(), state.fork(choice, parts.size()), false));
    }
    if (choice.getOtherwise() != null) {
      parts.add(perhaps(choice.getOtherwise().getOutputs(), state.fork(choice, parts.size())));
    }
    return parts;
  }

  private static List<NodePart> clauses(TryDefinition attempt, MessageState state) {
    boolean catches = attempt.getCatchClauses() != null && !attempt.getCatchClauses().isEmpty();
    List<NodePart> parts = new ArrayList<>();
    parts.add(perhaps(attempt.getOutputsWithoutCatches(), catches ? state.tried() : state));
    for (int way = 0; catches && way < attempt.getCatchClauses().size(); way++) {
      parts.add(perhaps(attempt.getCatchClauses().get(way).getOutputs(), state.fork(attempt, way)));
    }
    if (attempt.getFinallyClause() != null) {
      parts.add(surely(attempt.getFinallyClause().getOutputs(), state));
    }
    return parts;
  }
}
