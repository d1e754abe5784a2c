package io.cascadian.nightly;

import io.cascadian.observe.LogContext;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down every {@code step} that belongs to a run: start, duration, rows, failure; and passes over the steps that an earlier, crashed
 * attempt of the same run had finished. Once the service is ending no step is begun any more: the run stays open for the next start.
 *
 * <p>It wraps the step itself rather than listening to Camel's step events, because a failure that the route's error handling lets
 * {@code continue} arrives as a completed step there, and because only a wrapper can pass a step over. What a step did is its
 * {@link StepResult}, left as the message body.
 */
public final class StepRecorder implements InterceptStrategy {

  private static final Logger LOG = LoggerFactory.getLogger(StepRecorder.class);

  private final RunLedger ledger;
  private final Set<String> alwaysAgain;
  private volatile boolean ending;

  /** @param alwaysAgain steps that a resumed run does again because their answer is about now, such as {@code health} */
  public StepRecorder(RunLedger ledger, Set<String> alwaysAgain) {
    this.ledger = ledger;
    this.alwaysAgain = Set.copyOf(alwaysAgain);
  }

  /** From now on no step is begun; those in progress go on. */
  public void beginNoMore() {
    ending = true;
  }

  @Override
  public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode node, Processor target, Processor next) {
    return node instanceof StepDefinition ? new Recorded(node.getId(), target) : target;
  }

  private final class Recorded extends DelegateAsyncProcessor {
    private final String step;

    Recorded(String step, Processor target) {
      super(target);
      this.step = step;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      Long run = RunContext.run(exchange);
      if (run == null) {
        return super.process(exchange, callback);
      }
      if (ending) {
        LOG.warn("Step {} is not begun, because the service is stopping: run {} is left open and resumed there", step, run);
        exchange.setProperty(RunContext.LEFT_OPEN, true);
        exchange.setRouteStop(true);
        callback.done(true);
        return true;
      }
      long fence = RunContext.guard(exchange).fence();
      LogContext.step(step);
      try {
        if (!begin(run, exchange)) {
          LogContext.stepEnded();
          callback.done(true);
          return true;
        }
      } catch (RuntimeException e) {
        // what is not recorded is not done
        LOG.error("Step {} is not begun: {}", step, e.getMessage());
        RunContext.notBegun(exchange, step, message(e));
        exchange.setException(e);
        LogContext.stepEnded();
        callback.done(true);
        return true;
      }
      // a failure that an earlier step left behind is not this step's
      exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
      exchange.getMessage().setBody(null);
      Instant start = Instant.now();
      LOG.info("Step {} …", step);
      return super.process(exchange, doneSync -> {
        try {
          ledger.stepEnded(run, fence, outcome(exchange, start));
        } catch (RuntimeException e) {
          exchange.setException(e);
        } finally {
          LogContext.stepEnded();
          callback.done(doneSync);
        }
      });
    }

    /**
     * Returns false when there is nothing to do.
     *
     * @throws io.cascadian.store.LostLockException when it is no longer this run's turn
     */
    private boolean begin(long run, Exchange exchange) {
      FenceGuard guard = RunContext.guard(exchange);
      guard.check();
      if (!alwaysAgain.contains(step) && ledger.stepStatus(run, step).filter(s -> s == StepStatus.SUCCESS).isPresent()) {
        LOG.info("Step {}: finished by an earlier attempt of run {}, not repeated", step, run);
        return false;
      }
      ledger.stepStarted(run, guard.fence(), step);
      return true;
    }

    private StepRecord outcome(Exchange exchange, Instant start) {
      long millis = Instant.now().toEpochMilli() - start.toEpochMilli();
      Throwable failure =
          exchange.getException() != null
              ? exchange.getException()
              : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      if (failure != null) {
        LOG.error("Step {} failed after {} ms: {}", step, millis, message(failure), failure);
        return new StepRecord(step, StepStatus.FAILED, start, millis, null, message(failure),
            failure instanceof GatesFailedException gates ? gates.details() : Map.of());
      }
      StepResult result = exchange.getMessage().getBody() instanceof StepResult r ? r : null;
      LOG.info("Step {}: success in {} ms{}", step, millis, result == null ? "" : ", " + result.rows() + " rows");
      return new StepRecord(
          step, StepStatus.SUCCESS, start, millis, result == null ? null : result.rows(), null,
          result == null ? Map.of() : result.details());
    }

    private static String message(Throwable failure) {
      return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
  }
}
