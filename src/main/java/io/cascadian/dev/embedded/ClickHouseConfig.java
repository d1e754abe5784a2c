package io.cascadian.dev.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes the configuration of the embedded ClickHouse: who may use it, and what they may reach. */
final class ClickHouseConfig {

  private static final String BENCHMARK_GRANTS = "<query>GRANT READ, WRITE ON FILE</query><query>GRANT SYSTEM FLUSH LOGS ON *.*</query>";
  /** Without it the engine keeps no record of what its statements read. */
  private static final String QUERY_LOG = "<query_log><database>system</database><table>query_log</table></query_log>";

  private ClickHouseConfig() {}

  /**
   * Writes it into the engine's folder, readable for this user only.
   *
   * @param benchmark whether the system's user may also read and write files through the engine, as the benchmark does in its own folder, and the engine keeps
   *     {@code system.query_log}
   * @return the file that the engine is started with
   */
  static Path write(Path folder, StoreCredentials credentials, boolean benchmark) throws IOException {
    PrivateFiles.write(folder.resolve("users.xml"), resource("clickhouse-users.xml")
        .replace("{{user}}", sha256(credentials.clickHouse()))
        .replace("{{reader}}", sha256(credentials.clickHouseReader()))
        .replace("{{benchmark}}", benchmark ? BENCHMARK_GRANTS : ""));
    Path config = folder.resolve("config.xml");
    PrivateFiles.write(config, resource("clickhouse.xml")
        .replace("{{query_log}}", benchmark ? QUERY_LOG : "")
        .replace("{{folder}}", escaped(folder.toString()))
        .replace("{{user}}", credentials.clickHouseAuthorization())
        .replace("{{reader}}", credentials.readerAuthorization()));
    return config;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ClickHouseConfig.class.getResourceAsStream("/dev/embedded/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
