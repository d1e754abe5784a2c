package io.cascadian.nightly;

import io.cascadian.observe.LogContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Adapts the run lock to Camel's idempotent consumer: a key is new when the lock of that name could be acquired.
 *
 * <p>The lock is held until the exchange has ended, whichever way, and then released; it is a mutex, it remembers nothing. The guard of
 * the lock travels on the exchange. Thread-safe.
 */
public final class RunLockRepository extends ServiceSupport implements IdempotentRepository {

  private final RunLock lock;

  public RunLockRepository(RunLock lock) {
    this.lock = lock;
  }

  @Override
  public boolean add(Exchange exchange, String key) {
    String trigger = exchange.getMessage().getHeader(RunContext.TRIGGER, "unknown", String.class);
    return lock.tryAcquire(key, trigger)
        .map(held -> {
          exchange.setProperty(RunContext.GUARD, held);
          return true;
        })
        .orElse(false);
  }

  @Override
  public boolean confirm(Exchange exchange, String key) {
    return release(exchange);
  }

  @Override
  public boolean remove(Exchange exchange, String key) {
    return release(exchange);
  }

  private static boolean release(Exchange exchange) {
    if (exchange.removeProperty(RunContext.GUARD) instanceof RunLock.Held held) {
      LogContext.runEnded();
      held.close();
      return true;
    }
    return false;
  }

  @Override
  public boolean add(String key) {
    throw new UnsupportedOperationException("the run lock belongs to an exchange");
  }

  @Override
  public boolean contains(String key) {
    return lock.holder(key).isPresent();
  }

  @Override
  public boolean remove(String key) {
    throw new UnsupportedOperationException("the run lock belongs to an exchange");
  }

  @Override
  public boolean confirm(String key) {
    throw new UnsupportedOperationException("the run lock belongs to an exchange");
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException("locks are released by their holders");
  }
}
