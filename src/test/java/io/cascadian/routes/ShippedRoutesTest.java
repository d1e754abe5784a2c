package io.cascadian.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.testkit.RouteTree;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;

/** The route files as they are delivered, with their endpoints mocked and advised by Camel's test kit. */
class ShippedRoutesTest extends CamelTestSupport {

  @Override
  public void configureContext(CamelContextConfiguration configuration) {
    super.configureContext(configuration);
    Properties properties = new Properties();
    properties.putAll(Map.of("notify.enabled", "true", "request.redelivery.delay", "1"));
    configuration.withUseOverridePropertiesWithPropertiesComponent(properties).withMockEndpointsAndSkip("http:*");
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("notifyHttpClient", HttpClients.createMinimal());
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    DefaultCamelContext context = new DefaultCamelContext();
    for (String id : new String[] {"errors", "notify"}) {
      PluginHelper.getRoutesLoader(context).loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + RouteTree.ofProject().file(id)));
    }
    return context;
  }

  @Override
  protected RoutesBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:dead-letters").to("mock:dead-letters");
      }
    };
  }

  @Test
  void summary_isPostedAsJsonWithoutHeadersOfTheRun() throws Exception {
    MockEndpoint posted = getMockEndpoint("mock:http:notify");
    posted.expectedBodiesReceived("{\"run\": 7}");
    posted.expectedHeaderReceived(Exchange.CONTENT_TYPE, "application/json");
    posted.message(0).header("runId").isNull();
    template.sendBodyAndHeader("direct:notify", "{\"run\": 7}", "runId", 7L);
    MockEndpoint.assertIsSatisfied(context);
  }

  @Test
  void failingReceiver_leavesDeadLetterAfterTwoRedeliveries() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    AdviceWith.adviceWith(context, "notify", route -> route.weaveByToUri("http:*").replace().process(exchange -> {
      throw new IllegalStateException("away " + tries.incrementAndGet());
    }));
    MockEndpoint letters = getMockEndpoint("mock:dead-letters");
    letters.expectedBodiesReceived("{\"run\": 7}");
    letters.expectedPropertyReceived(Exchange.FAILURE_ROUTE_ID, "notify");
    template.sendBodyAndHeader("direct:notify", "{\"run\": 7}", "runId", 7L);
    MockEndpoint.assertIsSatisfied(context);
    assertThat(tries).hasValue(3);
  }
}
