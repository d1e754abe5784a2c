package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cascadian.dev.sandbox.SandboxFileException;
import io.cascadian.routes.BadRoutesException;
import io.cascadian.settings.Setting;
import io.cascadian.settings.Settings;
import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks what the service and commands for one run reject before anything is started. */
class RefusedStartTest {

  @TempDir
  private Path folder;

  @Test
  void nightlyRouteWithoutLock_isRejectedByServiceAndCommands() throws IOException {
    RouteTree routes = RouteTree.copiedTo(folder.resolve("routes"));
    Path nightly = routes.file("nightly");
    Files.writeString(nightly, Files.readString(nightly).replace("\"#runLock\"",
        "\"#class:org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository\""));
    Throwable service = start(true);
    assertThat(service).isInstanceOf(BadRoutesException.class).hasMessageContaining("nightly/nightly.camel.yaml:");
    assertThat(start(false)).isInstanceOf(BadRoutesException.class).hasMessage(service.getMessage());
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void unservableFeed_isRejectedByLine_beforeDatabasesStart() throws IOException {
    RouteTree.copiedTo(folder.resolve("routes"));
    Path feed = Files.writeString(folder.resolve("feed.jsonl"), "{\"record\":\"head\",\"block\":1,\"timestamp\":1}\n{\"record\":\"hea");
    Throwable refused = start(false, SandboxSettings.SANDBOX_FEED, feed.toString());
    assertThat(refused).isInstanceOf(SandboxFileException.class).hasMessageStartingWith("feed.jsonl, line 2: ");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  private Throwable start(boolean listen) {
    return start(listen, SandboxSettings.SANDBOX_SCALE, "1");
  }

  private Throwable start(boolean listen, Setting setting, String value) {
    Settings settings = Modules.load(Map.of(
        setting, value,
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        ServiceSettings.LOG_DIR, folder.resolve("logs").toString(),
        HttpSettings.HTTP_PORT, "0",
        RouteSettings.ROUTES_DIR, folder.resolve("routes").toString()), Map.of(), folder);
    return catchThrowable(() -> Service.start(settings, System.out, listen).close());
  }
}
