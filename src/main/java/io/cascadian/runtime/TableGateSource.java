package io.cascadian.runtime;

import io.cascadian.exchange.Question;
import io.cascadian.module.CheckContext;
import io.cascadian.module.Contributions;
import io.cascadian.module.GateSource;
import io.cascadian.nightly.Gate;
import io.cascadian.nightly.LastGates;
import io.cascadian.publish.GateList;
import io.cascadian.publish.GateResult;
import io.cascadian.publish.Publisher;
import io.cascadian.publish.TableGates;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Offers the gates on published numbers, each with its SQL statement. Thread-safe. */
final class TableGateSource implements GateSource {

  private final GateList gates;
  private final LongSupplier checkedUpTo;
  private final Supplier<Set<String>> failedLast;

  /**
   * @param checkedUpTo fence after which the gates of a run check changed data; 0 for all data
   * @param failedLast gates that failed when they were last evaluated
   */
  TableGateSource(GateList gates, LongSupplier checkedUpTo, Supplier<Set<String>> failedLast) {
    this.gates = gates;
    this.checkedUpTo = checkedUpTo;
    this.failedLast = failedLast;
  }

  /** Returns the gates on published numbers that all modules contribute. */
  static TableGateSource of(Contributions contributions, CheckContext on) {
    Publisher publisher = new Publisher(on.clickHouse(), on.postgres(), PublishModule.tables(contributions), Publisher.RETAINED_BUILDS);
    return new TableGateSource(new GateList(on.clickHouse(), TableGates.all(contributions.all(TableGates.class), on.settings())), publisher::checkedUpTo,
        new LastGates(on.postgres())::failed);
  }

  @Override
  public List<Question> questions() {
    return Stream.concat(
        gates.questions(checkedUpTo.getAsLong(), failedLast.get()).stream()
            .map(gate -> Question.byStatement(gate.name(), gate.statement(), gate.parameters(), rows -> gate(gate.result(rows)))),
        gates.unasked().stream().map(found -> Question.byCheck(found.name(), () -> gate(found)))).toList();
  }

  @Override
  public List<Gate> askAll() {
    return gates.check().stream().map(TableGateSource::gate).toList();
  }

  private static Gate gate(GateResult result) {
    return new Gate(result.name(), result.passed(), result.blocking(), result.message(), result.details(), result.inFull());
  }
}
