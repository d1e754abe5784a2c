package io.cascadian.runtime;

import io.cascadian.module.CheckContext;
import io.cascadian.module.Contributions;
import io.cascadian.module.FeatureGates;
import io.cascadian.module.GateSource;
import io.cascadian.nightly.Gate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists the gates of all modules and evaluates them one by one, for the route {@code gates}. Changes nothing. Thread-safe. */
public final class Gates {

  private final List<GateSource> sources;

  Gates(List<GateSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Returns the gates of all modules. */
  static Gates of(Contributions all, CheckContext context) {
    return new Gates(all.all(FeatureGates.class).stream().map(gates -> gates.maker().apply(context)).toList());
  }

  /** Lists all gates for a run. */
  public List<GateSource.Question> list() {
    return sources.stream().flatMap(source -> source.questions().stream()).toList();
  }

  /** Returns the names of all gates. */
  Set<String> names() {
    return list().stream().map(GateSource.Question::name).collect(Collectors.toSet());
  }

  /** Returns a gate's result from the rows of its statement. */
  public Gate result(GateSource.Question question, List<Map<String, Object>> rows) {
    return question.meaning().apply(rows);
  }

  /** Evaluates a gate that has no statement. */
  public Gate check(GateSource.Question question) {
    return question.answer().get();
  }

  /** Evaluates all gates over all data, outside of a run. */
  List<Gate> all() {
    return sources.stream().flatMap(source -> source.askAll().stream()).toList();
  }
}
