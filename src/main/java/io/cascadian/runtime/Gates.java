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

/** Offers the gates of all modules to the route that asks them one by one. Changes nothing. Thread-safe. */
public final class Gates {

  private final List<GateSource> sources;

  Gates(List<GateSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Returns the gates of all modules. */
  static Gates of(Contributions all, CheckContext context) {
    return new Gates(all.all(FeatureGates.class).stream().map(gates -> gates.maker().apply(context)).toList());
  }

  /** Lists all gates, for a run. */
  public List<GateSource.Question> list() {
    return sources.stream().flatMap(source -> source.questions().stream()).toList();
  }

  /** Returns the names of all of them. */
  Set<String> names() {
    return list().stream().map(GateSource.Question::name).collect(Collectors.toSet());
  }

  /** Returns what a gate found whose statement answered these rows. */
  public Gate result(GateSource.Question question, List<Map<String, Object>> rows) {
    return question.meaning().apply(rows);
  }

  /** Asks a gate that no statement answers. */
  public Gate check(GateSource.Question question) {
    return question.answer().get();
  }

  /** Asks all gates outside of a run, of everything. */
  List<Gate> all() {
    return sources.stream().flatMap(source -> source.askAll().stream()).toList();
  }
}
