package io.cascadian.dev.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.store.EmbeddedStoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines whose ports are taken between the choice and the moment when they listen there. */
class EnginesIT {

  @TempDir
  private Path folder;

  @Test
  void portsTakenByAnyProgram_areReplaced() throws Exception {
    try (ServerSocket one = taken(); ServerSocket other = taken();
        Engines engines = start("a", Engines.ANY, Engines.ANY, first(one.getLocalPort(), other.getLocalPort()))) {
      assertThat(List.of(engines.clickHousePort(), engines.postgresPort())).doesNotContain(one.getLocalPort(), other.getLocalPort());
      answers(engines);
    }
  }

  @Test
  void portsTakenByOtherEngines_areReplaced() throws Exception {
    try (Engines others = start("a", Engines.ANY, Engines.ANY, FreePort::next)) {
      for (List<Integer> wanted : List.of(List.of(Engines.ANY, Engines.NONE), List.of(Engines.NONE, Engines.ANY))) {
        int port = wanted.get(0) == Engines.ANY ? others.clickHousePort() : others.postgresPort();
        try (Engines engines = start("b", wanted.get(0), wanted.get(1), first(port))) {
          assertThat(engines.clickHousePort() + engines.postgresPort()).as("one of them is none").isNotEqualTo(port);
          answers(engines);
        }
      }
      answers(others);
    }
  }

  @Test
  @Tag("proof")
  void portsTakenAgainAndAgain_areGivenUp() throws Exception {
    try (ServerSocket taken = taken()) {
      assertThatThrownBy(() -> start("a", Engines.ANY, Engines.NONE, taken::getLocalPort)).isInstanceOf(EmbeddedStoreException.class)
          .hasMessageContaining("another program listens on port " + taken.getLocalPort());
    }
  }

  @Test
  void engineThatEndsByItself_isNoSuccess() throws Exception {
    Process engine = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
        ClickHouseProcess.class.getName(), ChdbLibrary.path(line -> { }).toString(), "--query", "SELECT 1")
        .redirectErrorStream(true).redirectOutput(folder.resolve("engine.log").toFile()).start();
    assertThat(engine.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(engine.exitValue()).as(Files.readString(folder.resolve("engine.log"))).isEqualTo(ClickHouseProcess.FAILED);
  }

  private Engines start(String name, int clickHouse, int postgres, IntSupplier ports) throws IOException {
    Path directory = PrivateFiles.folder(folder.resolve(name));
    return Engines.start(directory, StoreCredentials.of(directory), false, clickHouse, postgres, ports, line -> { });
  }

  /** Returns these ports first, then free ones. */
  private static IntSupplier first(Integer... ports) {
    Queue<Integer> rest = new ConcurrentLinkedQueue<>(List.of(ports));
    return () -> Optional.ofNullable(rest.poll()).orElseGet(FreePort::next);
  }

  /** Listens, and never answers. */
  private static ServerSocket taken() throws IOException {
    return new ServerSocket(FreePort.next(), 50, InetAddress.getLoopbackAddress());
  }

  private static void answers(Engines engines) {
    assertThat(engines.clickHouse() == null || EmbeddedClickHouse.answers(engines.clickHousePort())).isTrue();
    assertThat(engines.postgres() == null || EmbeddedPostgresServer.answers(engines.postgresPort())).isTrue();
  }
}
