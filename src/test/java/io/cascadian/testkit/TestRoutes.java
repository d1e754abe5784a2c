package io.cascadian.testkit;

import io.cascadian.exchange.RouteClient;
import io.cascadian.ingest.IngestRoutes;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.Postgres;
import java.util.List;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Starts the shipped routes that carry data, on databases of a test, in a Camel context of its own. */
public final class TestRoutes implements AutoCloseable {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RouteClient client = new RouteClient();

  /** Starts the routes of sinks and of ingestion. */
  public static TestRoutes start(ClickHouse clickHouse, Postgres postgres) {
    try {
      return new TestRoutes(clickHouse, postgres);
    } catch (Exception e) {
      throw new IllegalStateException("the routes did not start", e);
    }
  }

  private TestRoutes(ClickHouse clickHouse, Postgres postgres) throws Exception {
    context.getRegistry().bind("clickHouseClient", clickHouse);
    DeadLetters letters = new DeadLetters(postgres);
    Properties properties = new Properties();
    properties.setProperty("CLICKHOUSE_DATABASE", clickHouse.settings().database());
    context.getPropertiesComponent().setOverrideProperties(properties);
    for (String file : List.of("routes/errors.camel.yaml", "routes/sinks/clickhouse.camel.yaml")) {
      Resource resource = ResourceHelper.resolveResource(context, "file:" + file);
      PluginHelper.getRoutesLoader(context).loadRoutes(resource);
    }
    context.addRoutes(new IngestRoutes());
    context.addRoutes(new RouteBuilder() {
      @Override
      @SuppressWarnings("unchecked")
      public void configure() {
        from("direct:dead-letters").routeId("dead-letters").errorHandler(noErrorHandler())
            .process(e -> letters.recordAll((List<DeadLetter.Rejected>) e.getMessage().getBody()));
      }
    });
    context.start();
    client.connect(context);
  }

  public RouteClient client() {
    return client;
  }

  public DefaultCamelContext context() {
    return context;
  }

  @Override
  public void close() {
    client.close();
    context.stop();
  }
}
