package io.cascadian.api;

import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.ResourceResolverSupport;

/**
 * Resolves the resource {@code contract:operations.json}, which {@code routes/api.camel.yaml} names as its specification, to
 * {@link Contract#operations()}. Camel finds this class by {@code META-INF/services/org/apache/camel/resource-resolver/contract}.
 */
public final class ContractResolver extends ResourceResolverSupport {

  private static final String OPERATIONS = "operations.json";

  public ContractResolver() {
    super("contract");
  }

  @Override
  protected Resource createResource(String location, String remaining) {
    if (!remaining.equals(OPERATIONS)) {
      throw new IllegalArgumentException("there is no resource '" + location + "'; write contract:" + OPERATIONS);
    }
    return ResourceHelper.fromString(location, Text.OPERATIONS);
  }

  /** Holds what is resolved, which never changes: each Camel asks for it, and so does each validation of routes. */
  private static final class Text {
    private static final String OPERATIONS = new Contract().operations();
  }
}
