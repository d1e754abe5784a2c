package io.cascadian.dev.embedded;

/** An embedded database could not be had; the message says what to do instead. */
public final class EmbeddedStoreException extends RuntimeException {

  private final String store;
  private final String step;

  EmbeddedStoreException(String store, String step, String detail, Throwable cause) {
    super("embedded " + store + ", " + step + ": " + detail + "\n  Instead, point the service at a server of your own: set "
        + (store.equals("ClickHouse") ? "CLICKHOUSE_URL" : store.equals("Postgres") ? "DATABASE_URL" : "CLICKHOUSE_URL and DATABASE_URL")
        + ".", cause);
    this.store = store;
    this.step = step;
  }

  /** {@code ClickHouse}, {@code Postgres} or {@code stores}. */
  public String store() {
    return store;
  }

  /** What was being done: fetch, start, attach. */
  public String step() {
    return step;
  }
}
