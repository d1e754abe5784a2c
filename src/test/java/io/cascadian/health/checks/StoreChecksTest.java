package io.cascadian.health.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cascadian.health.CheckResult;
import io.cascadian.health.HealthStatus;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseClients;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Postgres;
import io.cascadian.store.PostgresSettings;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Checks that a rejected login and an unreachable database are distinguished, each with what to do. */
class StoreChecksTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final int SSL_REQUEST = 80877103;

  @Test
  void clickHouse_rejectedLoginDiffersFromUnreachable() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      byte[] body = "Code: 516. DB::Exception: default: Authentication failed. (AUTHENTICATION_FAILED)".getBytes(StandardCharsets.UTF_8);
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", "516");
      exchange.sendResponseHeaders(403, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    try (ClickHouse clickHouse = ClickHouseClients.to(ClickHouseSettings.of("http://127.0.0.1:" + server.getAddress().getPort(), "u", "", "x").within(LIMIT))) {
      CheckResult refused = new ClickHouseCheck(clickHouse).check();
      assertThat(refused.status()).isEqualTo(HealthStatus.CRITICAL);
      assertThat(refused.message()).isEqualTo("rejects the credentials; check CLICKHOUSE_USER and CLICKHOUSE_PASSWORD");
      assertThat(refused.details()).containsEntry("error_code", "516").containsEntry("limit_ms", 1_000L);
      server.stop(0);
      assertThat(new ClickHouseCheck(clickHouse).check().message()).startsWith("does not answer").contains("CLICKHOUSE_URL");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void postgres_rejectedLoginDiffersFromUnreachable() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> refuseAll(server), "refusing-postgres");
      thread.setDaemon(true);
      thread.start();
      String url = "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/x";
      try (Postgres postgres = Postgres.probing(new PostgresSettings(url, "u", "p", 1), LIMIT)) {
        CheckResult refused = new PostgresCheck(postgres).check();
        assertThat(refused.status()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(refused.message()).startsWith("rejects the credentials; check DATABASE_USER and DATABASE_PASSWORD");
        assertThat(refused.details()).containsEntry("error_code", "28P01");
        server.close();
        assertThat(new PostgresCheck(postgres).check().message()).startsWith("does not answer").contains("DATABASE_URL");
      }
    }
  }

  /** As much of the protocol as a refusal has: encryption is declined, and the first message is answered with an error. */
  private static void refuseAll(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        if (in.readInt() == 8 && in.readInt() == SSL_REQUEST) {
          out.write('N');
          in.skipNBytes(in.readInt() - 4L);
        }
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        for (String field : new String[] {"SFATAL", "VFATAL", "C28P01", "Mpassword authentication failed for user \"u\""}) {
          fields.writeBytes(field.getBytes(StandardCharsets.UTF_8));
          fields.write(0);
        }
        fields.write(0);
        out.write('E');
        out.writeInt(fields.size() + 4);
        out.write(fields.toByteArray());
        out.flush();
        // a close with something unread would take the answer back
        client.shutdownOutput();
        in.readAllBytes();
      } catch (IOException e) {
        // a client that went, or the end of the test
      }
    }
  }
}
