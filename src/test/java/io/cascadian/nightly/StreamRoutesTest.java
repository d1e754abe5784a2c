package io.cascadian.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.ingest.IngestRoutes;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Checks which streams count as defined; a run that does not read one of them warns. */
class StreamRoutesTest {

  /** Replaces the ingestion's bean. */
  public static final class Steps {

    public void define(
        Exchange exchange, String stream, String source, String subgraph, String collection, String fields, String orderBy, String target,
        String era, String optional) {
      exchange.getMessage().setBody(null);
    }
  }

  @Test
  void streams_definedByRoutes_areNamedUnlessSwitchedOff() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.getRegistry().bind("ingestSteps", new Steps());
      context.addRoutes(new IngestRoutes());
      for (String stream : new String[] {"called", "not-called", "call-disabled", "stopped"}) {
        TemplatedRouteBuilder.builder(context, "ingest-stream").routeId("ingest-" + stream).parameter("stream", stream)
            .parameter("collection", "c").parameter("fields", "id").parameter("orderBy", "id").parameter("target", "fill").add();
      }
      context.addRoutes(new RouteBuilder() {
        @Override
        public void configure() {
          from("direct:ingest").to("direct:ingest-called").to("direct:ingest-call-disabled").disabled("true");
        }
      });
      context.start();
      context.getRouteController().stopRoute("ingest-stopped");
      assertThat(StreamRoutes.names(context)).containsExactly("called", "not-called");
    }
  }
}
