package io.cascadian.e2e.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Twins that a test class takes from night to night; new ones after a test that failed, so that it does not take the others with it.
 *
 * <p>The engines stay up for the class.
 */
final class Nights implements BeforeEachCallback, AfterAllCallback {

  private final History history;
  private final Supplier<Path> folder;
  private Engines engines;
  private Twins twins;
  private int generation;

  /** @param folder asked for when the first test begins */
  Nights(History history, Supplier<Path> folder) {
    this.history = history;
    this.folder = folder;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    if (engines == null) {
      engines = Engines.start(folder.get().resolve("engines"));
    }
    if (twins == null || !twins.areSettled()) {
      renew();
    }
  }

  /** New twins on which the first night has passed. */
  void renew() throws Exception {
    closeTwins();
    twins = twins("nights_" + ++generation);
    twins.dropMaps();
    twins.heal();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    closeTwins();
    if (engines != null) {
      engines.close();
    }
  }

  private void closeTwins() throws IOException {
    if (twins != null) {
      twins.close();
    }
  }

  /** The twins of this night. */
  Twins twins() {
    return twins;
  }

  /** New twins, that nothing has happened to. */
  Twins twins(String name) throws IOException {
    return new Twins(name, engines, history, folder.get().resolve(name));
  }

  Engines engines() {
    return engines;
  }
}
