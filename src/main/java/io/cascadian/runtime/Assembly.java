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

  private final Closer opened;
  private final Components components;

  private Assembly(Closer opened, Components components) {
    this.opened = opened;
    this.components = components;
  }

  /**
   * Opens the stores, migrates the schemas, and opens the source and all modules. On a failure everything opened so far is closed.
   *
   * @param console receives reports and summaries for people
   * @param routes the validated routes folder; the caller closes it
   * @param ownUrl finds the URL of this process's HTTP server, if it has one
   * @throws MissingKitException when a database or the source is not configured and there is no developer kit
   */
  static Assembly open(Settings settings, PrintStream console, RouteDeployment routes, Supplier<Optional<String>> ownUrl) {
    Progress progress = new Progress();
    Closer opened = new Closer();
    try {
      // settings and the feed are read first, so that a mistake in them does not start databases
      Components components = Components.read(Modules.contributions(), settings, opened::add);
      Optional<SandboxHistory> feed = Source.feed(settings, progress);
      Stores stores = opened.add(Stores.open(settings, progress));
      stores.migrate();
      Source source = opened.add(Source.open(settings, progress, feed));
      RouteClient client = new RouteClient();
      components.with(PrintStream.class, console).with(Instance.class, Instance.create()).with(Stores.class, stores).with(Source.class, source)
          .with(RouteClient.class, client).with(RouteDeployment.class, routes).with(ServiceUrl.class, ownUrl::get).open();
      // closed before the components that its exchanges call
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
