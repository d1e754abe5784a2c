package io.cascadian.nightly;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Evaluates what the gates of a run found, and has the result recorded with the published build. Thread-safe as far as the recorder is. */
public final class GateEvaluation {

  /** Records whether the gates of a run passed. */
  @FunctionalInterface
  public interface Recorder {
    /** @param inFull whether all of them looked at everything */
    void recordGateResult(boolean passed, boolean inFull, FenceGuard guard);
  }

  private final Supplier<Set<String>> all;
  private final Recorder recorder;

  /** @param all names of the gates that have to be asked, as they are then */
  public GateEvaluation(Supplier<Set<String>> all, Recorder recorder) {
    this.all = all;
    this.recorder = recorder;
  }

  /**
   * Records whether all blocking gates passed; returns what all found.
   *
   * @throws GatesFailedException when a blocking one did not pass, or one was not asked
   */
  public StepResult evaluate(List<Gate> gates, FenceGuard guard) {
    List<String> failed = new ArrayList<>();
    List<Map<String, Object>> found = new ArrayList<>();
    int passed = 0;
    for (Gate gate : gates) {
      found.add(gate.json());
      if (gate.passed()) {
        passed++;
      } else if (gate.blocking()) {
        failed.add(gate.name() + ": " + gate.message());
      }
    }
    Set<String> unasked = new TreeSet<>(all.get());
    gates.forEach(gate -> unasked.remove(gate.name()));
    if (!unasked.isEmpty()) {
      failed.add("the route asked " + found.size() + " gates and not " + String.join(", ", unasked) + "; have it ask all that gates.list names");
    }
    recorder.recordGateResult(failed.isEmpty(), gates.stream().allMatch(Gate::inFull), guard);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("passed", passed);
    details.put("of", found.size());
    details.put("gates", found);
    if (!failed.isEmpty()) {
      throw new GatesFailedException(failed, details);
    }
    return new StepResult(found.size(), details);
  }
}
