package io.cascadian.runtime;

import io.cascadian.settings.Settings;
import io.cascadian.source.SandboxHistory;
import io.cascadian.source.SandboxServing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Holds the URLs of the source of markets and trades: the configured one, or the sandbox.
 *
 * @param url base of the subgraph endpoints
 * @param sandbox the sandbox server; null when this process runs none
 * @param history the history that the sandbox serves; null without a sandbox
 * @param entities that a sandbox, of this or another process, has records of, see {@link SandboxHistory#entities}; empty with a configured source
 */
record Source(String url, String gammaUrl, SandboxServing sandbox, SandboxHistory history, Set<String> entities) implements AutoCloseable {

  /** Opens the configured source; without one, uses the data directory's running sandbox or starts one. */
  static Source open(Settings settings, Consumer<String> progress) {
    return open(settings, progress, Optional.empty());
  }

  /** @param feed history for the sandbox, if it was read already */
  static Source open(Settings settings, Consumer<String> progress, Optional<SandboxHistory> feed) {
    Optional<String> configured = settings.optional(SourceSettings.SOURCE_URL);
    if (configured.isPresent()) {
      return new Source(configured.get().replaceAll("/+$", ""), settings.text(SourceSettings.GAMMA_URL), null, null, Set.of());
    }
    Optional<RunningService> running = runningSandbox(settings);
    if (running.isPresent()) {
      return new Source(running.get().sandboxUrl(), running.get().gammaUrl(), null, null, running.get().entities());
    }
    SandboxHistory history = feed.orElseGet(() -> history(settings, progress));
    try {
      SandboxServing sandbox = history.serve();
      progress.accept("the sandbox source is up at " + sandbox.baseUrl());
      return new Source(sandbox.baseUrl(), sandbox.gammaUrl(), sandbox, history, history.entities());
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox source cannot be started: " + e, e);
    }
  }

  /**
   * Reads the feed that a sandbox of this process will serve; empty without a feed, or when another process serves it.
   *
   * @throws io.cascadian.source.SandboxException naming the invalid line
   */
  static Optional<SandboxHistory> feed(Settings settings, Consumer<String> progress) {
    boolean ours = settings.optional(SourceSettings.SOURCE_URL).isEmpty() && settings.optional(SandboxSettings.SANDBOX_FEED).isPresent() && runningSandbox(settings).isEmpty();
    return ours ? Optional.of(history(settings, progress)) : Optional.empty();
  }

  private static SandboxHistory history(Settings settings, Consumer<String> progress) {
    progress.accept(settings.optional(SandboxSettings.SANDBOX_FEED).map(feed -> "reading the feed " + feed + " …").orElse("simulating markets …"));
    return SandboxState.history(settings);
  }

  /** Returns the process that serves a sandbox for this data directory, if there is one. */
  static Optional<RunningService> runningSandbox(Settings settings) {
    return RunningService.find(settings.path(StoreSettings.DATA_DIR)).filter(service -> service.sandboxUrl() != null);
  }

  boolean isSandbox() {
    return sandbox != null;
  }

  /** Writes the resolution map of the sandbox's history to the inbox, where the next run reads it. */
  void dropResolutionMap(Path inbox) {
    if (sandbox == null) {
      return;
    }
    try {
      history.writeResolutionMap(inbox.resolve("sandbox-resolution-map.json"));
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
