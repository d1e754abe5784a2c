package io.cascadian.runtime;

import io.cascadian.exchange.RouteClient;
import io.cascadian.module.Components;
import io.cascadian.settings.Settings;
import io.cascadian.source.SandboxHistory;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens the stores, the source and then all modules; closes them in the opposite order. */
final class Assembly implements AutoCloseable {

  private final OpenParts opened;
  private final Components components;

  private Assembly(OpenParts opened, Components components) {
    this.opened = opened;
    this.components = components;
  }

  /**
   * Opens everything and brings the schemas up to date. Where that fails, what was opened is closed again.
   *
   * @param console for what a person is to read: reports and summaries
   * @param routes the validated routes folder; whoever opened it closes it
   * @param ownUrl of the HTTP server of this process, when it has one
   * @throws MissingKitException when a database or the source is not configured and there is no developer kit
   */
  static Assembly open(Settings settings, PrintStream console, RouteDeployment routes, Supplier<Optional<String>> ownUrl) {
    DeveloperKit.requireForUnset(settings);
    Progress progress = new Progress();
    OpenParts opened = new OpenParts();
    try {
      // what cannot be read costs no start of databases
      Components components = Components.read(Modules.contributions(), settings, opened::add);
      Optional<SandboxHistory> feed = Source.feed(settings, progress);
      Stores stores = opened.add(Stores.open(settings, progress));
      stores.migrate();
      Source source = opened.add(Source.open(settings, progress, feed));
      RouteClient client = new RouteClient();
      components.with(PrintStream.class, console).with(Instance.class, Instance.create()).with(Stores.class, stores).with(Source.class, source)
          .with(RouteClient.class, client).with(RouteDeployment.class, routes).with(OwnUrl.class, ownUrl::get).open();
      // before what its exchanges ask
      opened.add(client);
      return new Assembly(opened, components);
    } catch (RuntimeException | Error e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  Components components() {
    return components;
  }

  @Override
  public void close() {
    opened.close();
  }
}
