package io.cascadian.runtime;

import io.cascadian.api.Api;
import io.cascadian.api.DeadLetterApi;
import io.cascadian.api.MarketApi;
import io.cascadian.api.RoutesApi;
import io.cascadian.nightly.IngestSteps;
import io.cascadian.nightly.Nightly;
import io.cascadian.nightly.RunLockRepository;
import io.cascadian.nightly.Steps;
import io.cascadian.resolution.ResolutionInbox;
import java.util.Map;

/**
 * What routes may call by name, so that {@code routes validate} knows without opening any store. A test compares it with what the running
 * service binds.
 */
final class RouteBeans {

  static final Map<String, Class<?>> TYPES = Map.ofEntries(
      Map.entry("api", Api.class),
      Map.entry("deadLetterApi", DeadLetterApi.class),
      Map.entry("ingestSteps", IngestSteps.class),
      Map.entry("marketApi", MarketApi.class),
      Map.entry("nightly", Nightly.class),
      Map.entry("resolutionInbox", ResolutionInbox.class),
      Map.entry("routesApi", RoutesApi.class),
      Map.entry("runLock", RunLockRepository.class),
      Map.entry("steps", Steps.class));

  private RouteBeans() {}
}
