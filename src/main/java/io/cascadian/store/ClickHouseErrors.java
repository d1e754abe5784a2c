package io.cascadian.store;

import com.clickhouse.client.api.ServerException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Decides whether a failed ClickHouse call can be retried; no other code does. */
final class ClickHouseErrors {

  /**
   * Codes after which the same statement may succeed: 159 TIMEOUT_EXCEEDED, 164 READONLY, 202 TOO_MANY_SIMULTANEOUS_QUERIES, 203
   * NO_FREE_CONNECTION, 209 SOCKET_TIMEOUT, 210 NETWORK_ERROR, 236 ABORTED, 241 MEMORY_LIMIT_EXCEEDED, 242 TABLE_IS_READ_ONLY, 243
   * NOT_ENOUGH_SPACE, 252 TOO_MANY_PARTS, 285 TOO_FEW_LIVE_REPLICAS, 319 UNKNOWN_STATUS_OF_INSERT, 394 QUERY_WAS_CANCELLED, 425
   * SYSTEM_ERROR, 999 KEEPER_EXCEPTION.
   */
  private static final Set<Integer> TRANSIENT =
      Set.of(159, 164, 202, 203, 209, 210, 236, 241, 242, 243, 252, 285, 319, 394, 425, 999);

  /** 192 UNKNOWN_USER, 193 WRONG_PASSWORD, 194 REQUIRED_PASSWORD, 516 AUTHENTICATION_FAILED. */
  private static final Set<Integer> UNKNOWN_USER = Set.of(192, 193, 194, 516);

  private ClickHouseErrors() {}

  private static String remedy(int code) {
    return UNKNOWN_USER.contains(code) ? "; check CLICKHOUSE_USER and CLICKHOUSE_PASSWORD" : "";
  }

  /** Java's words for an answer that is not TLS. */
  private static boolean isNoTls(SSLException failure) {
    return failure.getMessage() != null && failure.getMessage().contains("Unsupported or unrecognized SSL message");
  }

  static StoreException typed(String operation, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerException server && server.getCode() > 0) {
        return TRANSIENT.contains(server.getCode())
            ? new StoreUnavailableException("ClickHouse", operation, server.getMessage(), failure)
            : new StoreRejectedException(
                "ClickHouse", operation, Integer.toString(server.getCode()), server.getMessage() + remedy(server.getCode()), failure);
      }
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof CertificateException || root instanceof CertPathBuilderException || root instanceof SSLException tls && isNoTls(tls)) {
      return new StoreRejectedException("ClickHouse", operation, "TLS", root.getMessage() + "; check CLICKHOUSE_URL: https is for the server's"
          + " TLS port, whose certificate Java has to trust", failure);
    }
    return new StoreUnavailableException("ClickHouse", operation, failure.getMessage() + " (" + cause(root, failure) + ")", failure);
  }

  /** Describes the cause, with its message where it differs from the failure's: it has the address without a connection. */
  private static String cause(Throwable root, Throwable failure) {
    String type = root.getClass().getSimpleName();
    String words = root.getMessage();
    return words == null || failure.getMessage() != null && failure.getMessage().contains(words) ? type : type + ": " + words;
  }
}
