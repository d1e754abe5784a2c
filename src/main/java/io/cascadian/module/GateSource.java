package io.cascadian.module;

import io.cascadian.nightly.Gate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Offers the gates of a feature. Changes nothing. Thread-safe. */
public interface GateSource {

  /** Returns the questions that a run has to ask now, in their order. */
  List<Question> questions();

  /** Asks all gates outside of a run, of everything. */
  List<Gate> askAll();

  /**
   * Describes a gate to be evaluated. Has no accessors that begin with get or is: Camel takes those for the ones without.
   *
   * @param statement of ClickHouse that answers it, with parameters {@code :?name}; null where {@code answer} does
   * @param parameters of the statement, by name
   * @param meaning turns the rows of the statement into what the gate found; null where there is no statement
   * @param answer asks the gate; null where a statement does
   */
  record Question(
      String name, String statement, Map<String, Object> parameters, Function<List<Map<String, Object>>, Gate> meaning, Supplier<Gate> answer) {

    /** Returns a gate that a statement answers. */
    public static Question byStatement(
        String name, String statement, Map<String, Object> parameters, Function<List<Map<String, Object>>, Gate> meaning) {
      return new Question(name, statement, parameters, meaning, null);
    }

    /** Returns a gate that needs no statement. */
    public static Question byCheck(String name, Supplier<Gate> answer) {
      return new Question(name, null, Map.of(), null, answer);
    }

    /** Returns {@code statement} where a statement of ClickHouse answers it, else {@code check}. */
    public String by() {
      return statement == null ? "check" : "statement";
    }
  }
}
