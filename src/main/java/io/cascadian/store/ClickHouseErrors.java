package io.cascadian.store;

import com.clickhouse.client.api.ServerException;
import java.util.Set;

/** The one place that decides whether a failed ClickHouse call is worth repeating. */
final class ClickHouseErrors {

  /**
   * Codes after which the same statement may succeed: 159 TIMEOUT_EXCEEDED, 164 READONLY, 202 TOO_MANY_SIMULTANEOUS_QUERIES, 203
   * NO_FREE_CONNECTION, 209 SOCKET_TIMEOUT, 210 NETWORK_ERROR, 236 ABORTED, 241 MEMORY_LIMIT_EXCEEDED, 242 TABLE_IS_READ_ONLY, 243
   * NOT_ENOUGH_SPACE, 252 TOO_MANY_PARTS, 285 TOO_FEW_LIVE_REPLICAS, 319 UNKNOWN_STATUS_OF_INSERT, 394 QUERY_WAS_CANCELLED, 425
   * SYSTEM_ERROR, 999 KEEPER_EXCEPTION.
   */
  private static final Set<Integer> TRANSIENT =
      Set.of(159, 164, 202, 203, 209, 210, 236, 241, 242, 243, 252, 285, 319, 394, 425, 999);

  private ClickHouseErrors() {}

  static StoreException typed(String operation, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerException server && server.getCode() > 0) {
        return TRANSIENT.contains(server.getCode())
            ? new StoreUnavailableException("ClickHouse", operation, server.getMessage(), failure)
            : new StoreRejectedException(
                "ClickHouse", operation, Integer.toString(server.getCode()), server.getMessage(), failure);
      }
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new StoreUnavailableException("ClickHouse", operation, failure.getMessage() + " (" + told(root, failure) + ")", failure);
  }

  /** The cause, with its words where they are not the failure's: they say to which address there is no connection. */
  private static String told(Throwable root, Throwable failure) {
    String type = root.getClass().getSimpleName();
    String words = root.getMessage();
    return words == null || failure.getMessage() != null && failure.getMessage().contains(words) ? type : type + ": " + words;
  }
}
