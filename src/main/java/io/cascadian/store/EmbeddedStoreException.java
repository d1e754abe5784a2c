package io.cascadian.store;

import io.cascadian.errors.UserFacing;

/** Reports that an embedded database cannot be used; the message names what to do instead. */
public final class EmbeddedStoreException extends RuntimeException implements UserFacing {

  private final String store;
  private final String step;

  /**
   * @param store {@code ClickHouse}, {@code Postgres} or {@code stores} for both
   * @param step what was being done: fetch, start, stop, attach
   * @param cause null when there is none
   */
  public EmbeddedStoreException(String store, String step, String detail, Throwable cause) {
    super("embedded " + store + ", " + step + ": " + detail + "\n  Instead, point the service at a server of your own: set "
        + (store.equals("ClickHouse") ? "CLICKHOUSE_URL" : store.equals("Postgres") ? "DATABASE_URL" : "CLICKHOUSE_URL and DATABASE_URL")
        + ".", cause);
    this.store = store;
    this.step = step;
  }

  /** Returns {@code ClickHouse}, {@code Postgres} or {@code stores}. */
  public String store() {
    return store;
  }

  /** Returns what was being done: fetch, start, stop, attach. */
  public String step() {
    return step;
  }
}
