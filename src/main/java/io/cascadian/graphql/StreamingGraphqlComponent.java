package io.cascadian.graphql;

import java.net.URI;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.graphql.GraphqlComponent;
import org.apache.camel.component.graphql.GraphqlEndpoint;

/**
 * Creates endpoints of Camel's {@code graphql:} component that answer with a stream of bytes, a {@code StreamCache}, where Camel's own answer with a {@code String}.
 *
 * <p>URI, options, headers and failures are the component's. An answer of a subgraph is megabytes of ASCII that is parsed once; Camel's producer decodes it
 * into characters, copies these into an array of twice its size and that into a string, which costs more than the parsing does (docs/design.md has the
 * figures). Whoever wants text converts the body; the exchange property {@code CamelCharsetName} has its charset. Whoever makes a
 * Camel adds it as {@value #NAME} before the routes; a service file would count only where this program comes before Camel's jar on the class path.
 */
@org.apache.camel.spi.annotations.Component(StreamingGraphqlComponent.NAME)
public final class StreamingGraphqlComponent extends GraphqlComponent {

  /** Scheme of the endpoints, and the name to add this component by. */
  public static final String NAME = "graphql";

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
    GraphqlEndpoint endpoint = new BytesEndpoint(uri, this);
    endpoint.setHeaderFilterStrategy(getHeaderFilterStrategy());
    endpoint.setHttpClient(getHttpClient());
    endpoint.setThrowExceptionOnFailure(isThrowExceptionOnFailure());
    endpoint.setHttpUri(new URI(remaining));
    setProperties(endpoint, parameters);
    return endpoint;
  }

  private static final class BytesEndpoint extends GraphqlEndpoint {
    BytesEndpoint(String uri, Component component) {
      super(uri, component);
    }

    @Override
    public org.apache.camel.Producer createProducer() {
      return new StreamingGraphqlProducer(this);
    }
  }
}
