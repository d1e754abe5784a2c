package io.cascadian.resolution;

import io.cascadian.exchange.DeadLetterPages;
import io.cascadian.exchange.DeadLetterRoutes;
import io.cascadian.store.FenceGuard;
import io.cascadian.store.Postgres;
import io.cascadian.store.StepResult;
import java.nio.file.Path;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;

/** Runs the project's routes of dropped files as a step of a run does. */
final class ResolutionRoutes implements AutoCloseable {

  private final Main main = new Main();

  ResolutionRoutes(Path drop, ResolutionInbox inbox, ResolutionFiles files, Postgres postgres) throws Exception {
    main.configure().withRoutesIncludePattern("file:routes/nightly/step-resolutions.camel.yaml,file:routes/files/resolution-file.camel.yaml");
    main.bind("resolutionInbox", inbox);
    main.bind("resolutionFiles", files);
    main.bind("postgres", postgres.dataSource());
    main.bind("deadLetterPages", new DeadLetterPages(postgres));
    main.configure().addRoutesBuilder(new DeadLetterRoutes());
    main.addInitialProperty("DROP_DIR", drop.toString());
    main.start();
  }

  /** Deals with all files that wait; what a part of the exchange failed of is thrown as it was. */
  StepResult process(FenceGuard guard) throws Exception {
    Exchange exchange = main.getCamelContext().createProducerTemplate()
        .request("direct:resolutions", e -> e.setProperty("cascadianGuard", guard));
    Exception failure = exchange.getException();
    while (failure instanceof CamelExchangeException && failure.getCause() instanceof Exception cause) {
      failure = cause;
    }
    if (failure != null) {
      throw failure;
    }
    return exchange.getMessage().getBody(StepResult.class);
  }

  @Override
  public void close() {
    main.stop();
  }
}
