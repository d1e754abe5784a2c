package io.cascadian.e2e.crash;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Twins that tests take from night to night, on engines of their own where databases are killed; new twins after a test that failed, so that it does not take the
 * others with it.
 *
 * <p>Everything stays up until the test process ends. Used by one test at a time.
 */
final class Nights implements BeforeEachCallback {

  /** What the test classes have in common, so that the engines are started and the first night is waited for once. */
  static final Nights SHARED = new Nights("shared", History.simulated(5, 160), CrashPoint.isFull());

  private final History history;
  private final Path folder;
  private final boolean ownEngines;
  private Engines engines;
  private Twins twins;
  private int generation;

  /**
   * @param name of a folder of its own, which engines of other nights in this process must not share
   * @param ownEngines for tests that kill databases; without, the engines that all tests of this process use
   */
  Nights(String name, History history, boolean ownEngines) {
    this.ownEngines = ownEngines;
    this.history = history;
    this.folder = Path.of("target", "crash", ProcessHandle.current().pid() + "-" + name).toAbsolutePath();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    if (engines == null) {
      engines = ownEngines ? Engines.start(folder.resolve("engines")) : Engines.shared();
      Runtime.getRuntime().addShutdownHook(new Thread(engines::close));
    }
    if (twins == null || !twins.areSettled()) {
      renew();
    }
  }

  /** New twins on which the first night has passed. */
  void renew() throws Exception {
    if (twins != null) {
      twins.close();
    }
    twins = twins("nights_" + ++generation);
    twins.dropMaps();
    twins.heal();
  }

  /** The twins of this night. */
  Twins twins() {
    return twins;
  }

  /** New twins, that nothing has happened to. */
  Twins twins(String name) throws IOException {
    return new Twins(name, engines, history, folder.resolve(name));
  }

  Engines engines() {
    return engines;
  }
}
