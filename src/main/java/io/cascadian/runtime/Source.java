package io.cascadian.runtime;

import io.cascadian.embedded.sandbox.Dataset;
import io.cascadian.embedded.sandbox.ResolutionMapFile;
import io.cascadian.embedded.sandbox.SandboxOptions;
import io.cascadian.embedded.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where markets and trades come from: the configured source, or the sandbox.
 *
 * @param url base of the subgraph endpoints
 * @param sandbox null when it is not this process that serves one
 * @param dataset what the sandbox serves; null like it
 */
record Source(String url, String gammaUrl, SandboxServer sandbox, Dataset dataset) implements AutoCloseable {

  /** Finds the source; starts the sandbox where none is configured and none of this data directory is running. */
  static Source open(Settings settings, Consumer<String> progress) {
    Optional<String> configured = settings.optional(Setting.SOURCE_URL);
    if (configured.isPresent()) {
      return new Source(configured.get().replaceAll("/+$", ""), settings.text(Setting.GAMMA_URL), null, null);
    }
    Optional<RunningService> running = RunningService.find(settings.path(Setting.DATA_DIR)).filter(s -> s.sandboxUrl() != null);
    if (running.isPresent()) {
      return new Source(running.get().sandboxUrl(), running.get().gammaUrl(), null, null);
    }
    progress.accept(settings.optional(Setting.SANDBOX_FEED).map(feed -> "reading the feed " + feed + " …").orElse("simulating markets …"));
    Dataset dataset = SandboxState.dataset(settings);
    try {
      SandboxServer sandbox = SandboxServer.start(dataset, SandboxOptions.defaults());
      progress.accept("the sandbox source is up at " + sandbox.baseUrl());
      return new Source(sandbox.baseUrl(), sandbox.gammaUrl(), sandbox, dataset);
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox source cannot be started: " + e, e);
    }
  }

  boolean isSandbox() {
    return sandbox != null;
  }

  /** Lays the resolution map that goes with the sandbox's history where the next run finds it. */
  void dropResolutionMap(Path inbox) {
    if (sandbox == null || dataset.resolutions().isEmpty()) {
      return;
    }
    try {
      ResolutionMapFile.write(dataset, dataset.lastTimestamp(), inbox.resolve("sandbox-resolution-map.json"));
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's resolution map cannot be written", e);
    }
  }

  @Override
  public void close() {
    if (sandbox != null) {
      sandbox.close();
    }
  }
}
