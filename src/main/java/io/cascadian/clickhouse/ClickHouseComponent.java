package io.cascadian.clickhouse;

import io.cascadian.store.ClickHouse;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/**
 * Creates {@code clickhouse:} endpoints, all of which use one client.
 *
 * <p>Unless a client is set, the only one in the registry is used. It is looked up by the first exchange, so that routes can be built, and validated,
 * without a store.
 */
@Component("clickhouse")
public class ClickHouseComponent extends DefaultComponent {

  @Metadata(description = "The client that all endpoints share; the only one in the registry unless it is set.", autowired = true)
  private ClickHouse client;

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
    ClickHouseEndpoint endpoint = new ClickHouseEndpoint(uri, this);
    int dot = remaining.indexOf('.');
    endpoint.setDatabase(dot < 0 ? remaining : remaining.substring(0, dot));
    if (dot >= 0) {
      endpoint.setTable(remaining.substring(dot + 1));
    }
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /**
   * Returns the client that endpoints use.
   *
   * @throws IllegalStateException when none is set and the registry does not hold just one
   */
  ClickHouse requireClient() {
    ClickHouse found = client != null ? client : CamelContextHelper.findSingleByType(getCamelContext(), ClickHouse.class);
    if (found == null) {
      throw new IllegalStateException(
          "The component clickhouse has no client; bind one " + ClickHouse.class.getName() + " in the registry or set the component's option 'client'");
    }
    return found;
  }

  public ClickHouse getClient() {
    return client;
  }

  public void setClient(ClickHouse client) {
    this.client = client;
  }
}
