package io.cascadian.nightly;

import io.cascadian.exchange.RouteClient;
import io.cascadian.store.Postgres;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.camel.main.Main;

/** Runs the project's route of summaries, for runs that end outside of routes. */
final class SummaryRoute implements AutoCloseable {

  private final RouteClient client = new RouteClient();
  private final RunSummary summary = new RunSummary(client, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  private final Main main = new Main();

  /** @param runtime where summaries are written */
  SummaryRoute(Path runtime, Postgres postgres) throws Exception {
    main.configure().withRoutesIncludePattern("file:routes/errors.camel.yaml,file:routes/nightly/summary.camel.yaml");
    main.configure().withRouteFilterIncludePattern("run-summary");
    main.bind("runSummary", summary);
    main.bind("postgres", postgres.dataSource());
    main.addInitialProperty("RUNTIME_DIR", runtime.toString());
    main.start();
    client.connect(main.getCamelContext());
  }

  RunSummary summary() {
    return summary;
  }

  @Override
  public void close() {
    client.close();
    main.stop();
  }
}
