package io.cascadian.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.ingest.IngestRoutes;
import io.cascadian.source.StreamDefinition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks which streams the routes define, without sending messages to them. */
class IngestStepsTest {

  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void stop() throws Exception {
    context.close();
  }

  @Test
  void streams_nameTheEndpointOfTheirSource() throws Exception {
    routes(Optional.of("http://node:8545"), "subgraph");
    List<StreamDefinition> streams = StreamRoutes.definitions(context);
    assertThat(streams).extracting(StreamDefinition::name).containsExactly("fills", "fills-v2");
    assertThat(streams).extracting(StreamDefinition::endpoint)
        .containsExactly("http://subgraphs/subgraphs/orderbook-subgraph/0.0.1/gn", "http://node:8545");
    assertThat(streams).extracting(StreamDefinition::source).containsExactly("subgraph", "chain");
    assertThat(streams).extracting(StreamDefinition::era).containsExactly("V1", "V2");
    assertThat(streams.get(0).fields()).containsExactly("id", "timestamp");
  }

  @Test
  void chainStreamWithoutNode_isOff() throws Exception {
    routes(Optional.empty(), "subgraph");
    assertThat(StreamRoutes.definitions(context)).extracting(StreamDefinition::name).containsExactly("fills");
  }

  @Test
  void optionalStream_withoutSubgraph_isOff() throws Exception {
    routes(Optional.empty(), "subgraph");
    stream("times").parameter("optional", "true").parameter("subgraph", "").parameter("collection", "conditions").add();
    stream("rewards").parameter("optional", "true").parameter("subgraph", "a/1").parameter("collection", "rewards").add();
    stream("transfers").parameter("optional", "true").parameter("subgraph", "https://elsewhere/api/gn").parameter("collection", "transfers").add();
    assertThat(StreamRoutes.definitions(context)).extracting(StreamDefinition::endpoint)
        .containsExactly("http://subgraphs/subgraphs/orderbook-subgraph/0.0.1/gn", "http://subgraphs/subgraphs/a/1/gn", "https://elsewhere/api/gn");
  }

  @Test
  void stream_withoutSubgraph_isProblemOfItsRoute() throws Exception {
    routes(Optional.empty(), "subgraph");
    stream("splits").parameter("collection", "splits").add();
    assertThatThrownBy(() -> StreamRoutes.definitions(context)).hasMessageContaining("the route ingest-splits").hasMessageContaining("names no subgraph");
  }

  @Test
  void unknownSource_isProblemOfItsRoute() throws Exception {
    routes(Optional.empty(), "subgrpah");
    assertThatThrownBy(() -> StreamRoutes.definitions(context))
        .hasMessageContaining("the route ingest-fills").hasMessageContaining("subgrpah").hasMessageContaining("subgraph and chain");
  }

  @Test
  void listingStreams_sendsNoMessage() throws Exception {
    AtomicInteger messages = new AtomicInteger();
    context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
      @Override
      public void notify(CamelEvent event) {
        messages.incrementAndGet();
      }

      @Override
      public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.ExchangeCreatedEvent;
      }
    });
    routes(Optional.empty(), "subgraph");
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        // an operator's route with such a name
        from("direct:ingest-report").to("direct:nobody");
      }
    });
    assertThat(StreamRoutes.definitions(context)).hasSize(1);
    assertThat(messages).hasValue(0);
  }

  private void routes(Optional<String> node, String source) throws Exception {
    context.getRegistry().bind("ingestSteps", new IngestSteps(null, "http://subgraphs", node));
    context.addRoutes(new IngestRoutes());
    context.start();
    stream("fills-v2").parameter("source", "chain").parameter("collection", "OrderFilled").parameter("era", "V2").add();
    stream("fills").parameter("source", source).parameter("subgraph", "orderbook-subgraph/0.0.1").parameter("collection", "orderFilledEvents").add();
  }

  private TemplatedRouteBuilder stream(String name) {
    return TemplatedRouteBuilder.builder(context, "ingest-stream").routeId("ingest-" + name).parameter("stream", name)
        .parameter("fields", "id  timestamp").parameter("orderBy", "timestamp").parameter("target", "fill");
  }
}
