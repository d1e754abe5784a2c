package io.cascadian.module;

import io.cascadian.exchange.RouteClient;
import io.cascadian.settings.Settings;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.Postgres;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Provides the resources of health checks and gates, in a running service and in a command that opens nothing else.
 *
 * @param clickHouse null, as {@code postgres} is, where the databases cannot be reached
 * @param routes through which sources are asked; null where the routes of sources cannot be started
 * @param sourceUrl base of the subgraph endpoints; null where the source cannot be found
 * @param serviceUrl where the HTTP server of the service listens; empty when none is running
 */
public record CheckContext(Settings settings, ClickHouse clickHouse, Postgres postgres, RouteClient routes, String sourceUrl,
    Supplier<Optional<String>> serviceUrl) {}
