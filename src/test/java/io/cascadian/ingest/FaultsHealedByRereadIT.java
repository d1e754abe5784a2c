package io.cascadian.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.faults.DataFault;
import io.cascadian.dev.sandbox.faults.Faults;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults behind the cursor, which reading on never meets: what makes them good is that every run compares the time before it again. */
class FaultsHealedByRereadIT {

  private static final Dataset HISTORY = FaultBench.history();

  private final FaultBench bench = new FaultBench(true, Duration.ofMinutes(30));
  private final FaultBench undisturbed = new FaultBench(false, Duration.ZERO);

  @AfterEach
  void close() {
    bench.close();
    undisturbed.close();
  }

  @Test
  void reorganisationBelowConfirmations_isHealedByNextRun() {
    becomes("reorg-deep", FaultBench.LATE);
  }

  @Test
  void changedEvents_areCorrectedByNextRun() {
    becomes("changed-in-place", FaultBench.EARLY);
  }

  @Test
  void rejectedRecords_areStoredAfterRecovery() {
    bench.reset(HISTORY);
    bench.sandbox.misbehave(Faults.named("null-field"));
    assertThat(bench.run().isWhole()).isTrue();
    assertThat(bench.deadLetters("missing-field")).isPositive();
    bench.sandbox.misbehave(Fault.NONE);
    endsAsUndisturbed(HISTORY);
  }

  /** A run, then what the fault makes of the data, for good; then the next run. */
  private void becomes(String fault, long second) {
    bench.reset(HISTORY);
    bench.at(second);
    assertThat(bench.run().isWhole()).isTrue();
    Dataset after = ((DataFault) Faults.named(fault)).change(HISTORY, bench.sandbox.head());
    bench.sandbox.serve(after);
    endsAsUndisturbed(after);
  }

  private void endsAsUndisturbed(Dataset dataset) {
    bench.at(FaultBench.SETTLED);
    FaultBench.Outcome next = bench.run();
    assertThat(next.isWhole()).as("%s", next.streams()).isTrue();
    undisturbed.reset(dataset);
    undisturbed.at(FaultBench.SETTLED);
    assertThat(undisturbed.run().isWhole()).isTrue();
    assertThat(undisturbed.fillsMissingIn(bench)).isZero();
    bench.assertIsAs(undisturbed);
  }
}
