package io.cascadian.routes;

import io.cascadian.routes.Visit.Fork;
import io.cascadian.routes.Visit.Place;
import io.cascadian.routes.Visit.Scope;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.StepDefinition;

/** Holds what is known of a message at a point of its path through routes; see {@link Visit} for the parts. Immutable. */
record MessageState(Place place, List<Fork> forks, List<StepDefinition> steps, Scope scope, boolean isTried, String apart, boolean isParallel,
    boolean isPlain) {
  static final MessageState BEGIN = new MessageState(null, List.of(), List.of(), null, false, null, false, true);

  MessageState at(Place called) {
    return place != null ? this : new MessageState(called, forks, steps, scope, isTried, apart, isParallel, isPlain);
  }

  MessageState anywhere() {
    return new MessageState(null, forks, steps, scope, isTried, apart, isParallel, isPlain);
  }

  MessageState fork(ProcessorDefinition<?> node, int way) {
    return new MessageState(place, Stream.concat(forks.stream(), Stream.of(new Fork(node, way))).toList(), steps, scope, isTried, apart, isParallel, isPlain);
  }

  MessageState step(StepDefinition step) {
    return new MessageState(place, forks, Stream.concat(steps.stream(), Stream.of(step)).toList(), scope, isTried, apart, isParallel, isPlain);
  }

  MessageState locked(Scope taken) {
    return new MessageState(null, List.of(), List.of(), taken, false, null, false, true);
  }

  MessageState tried() {
    return new MessageState(place, forks, steps, scope, true, apart, isParallel, isPlain);
  }

  MessageState apart(String route) {
    return new MessageState(place, forks, steps, scope, isTried, apart == null ? route : apart, isParallel, isPlain);
  }

  MessageState parallel() {
    return new MessageState(place, forks, steps, null, isTried, apart, true, isPlain);
  }

  MessageState unordered() {
    return new MessageState(place, forks, steps, scope, isTried, apart, true, isPlain);
  }

  MessageState indirect() {
    return new MessageState(place, forks, steps, scope, isTried, apart, isParallel, false);
  }
}
