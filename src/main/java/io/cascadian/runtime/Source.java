package io.cascadian.runtime;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.ResolutionMapFile;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.settings.Settings;
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
    return open(settings, progress, Optional.empty());
  }

  /** @param feed what the sandbox is to serve, where that is read already */
  static Source open(Settings settings, Consumer<String> progress, Optional<Dataset> feed) {
    Optional<String> configured = settings.optional(SourceSettings.SOURCE_URL);
    if (configured.isPresent()) {
      return new Source(configured.get().replaceAll("/+$", ""), settings.text(SourceSettings.GAMMA_URL), null, null);
    }
    Optional<RunningService> running = runningSandbox(settings);
    if (running.isPresent()) {
      return new Source(running.get().sandboxUrl(), running.get().gammaUrl(), null, null);
    }
    Dataset dataset = feed.orElseGet(() -> dataset(settings, progress));
    try {
      SandboxServer sandbox = SandboxServer.start(dataset, SandboxOptions.defaults());
      progress.accept("the sandbox source is up at " + sandbox.baseUrl());
      return new Source(sandbox.baseUrl(), sandbox.gammaUrl(), sandbox, dataset);
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox source cannot be started: " + e, e);
    }
  }

  /**
   * Reads the feed that a sandbox of this process would serve; nothing where there is none or it is another one's.
   *
   * @throws io.cascadian.dev.sandbox.FeedException naming the line that cannot be served
   */
  static Optional<Dataset> feed(Settings settings, Consumer<String> progress) {
    boolean ours = settings.optional(SourceSettings.SOURCE_URL).isEmpty() && settings.optional(SandboxSettings.SANDBOX_FEED).isPresent() && runningSandbox(settings).isEmpty();
    return ours ? Optional.of(dataset(settings, progress)) : Optional.empty();
  }

  private static Dataset dataset(Settings settings, Consumer<String> progress) {
    progress.accept(settings.optional(SandboxSettings.SANDBOX_FEED).map(feed -> "reading the feed " + feed + " …").orElse("simulating markets …"));
    return SandboxState.dataset(settings);
  }

  private static Optional<RunningService> runningSandbox(Settings settings) {
    return RunningService.find(settings.path(StoreSettings.DATA_DIR)).filter(service -> service.sandboxUrl() != null);
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
