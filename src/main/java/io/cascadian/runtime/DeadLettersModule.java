package io.cascadian.runtime;

import io.cascadian.exchange.DeadLetterPages;
import io.cascadian.exchange.DeadLetterRoutes;
import io.cascadian.exchange.DeadLetterSender;
import io.cascadian.exchange.PollingErrorHandler;
import io.cascadian.exchange.RetryLog;
import io.cascadian.exchange.RouteClient;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.observe.MetricQuery;
import io.cascadian.observe.MetricQuery.Column;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.Postgres;
import java.util.List;

/** Wires dead letters: storage, replay, retry log and metrics. */
final class DeadLettersModule implements Module {

  @Override
  public void contribute(Contributions to) {
    to.routes(DeadLetterRoutes::new);
    to.part(DeadLetters.class, on -> new DeadLetters(on.get(Postgres.class), new DeadLetterSender(on.get(RouteClient.class))));
    to.bean("deadLetterPages", DeadLetterPages.class, on -> new DeadLetterPages(on.get(Postgres.class)));
    to.beforeRoutes((on, camel) -> {
      camel.getCamelContextExtension().registerEndpointCallback(PollingErrorHandler::reportFor);
      camel.getManagementStrategy().addEventNotifier(new RetryLog());
    });
    to.add(new MetricQuery("dead-letters", List.of("stream", "reason"), List.of(
          Column.gauge("open", "cascadian.dead.letters.open", "", "Rejected records that have not been replayed", Double::sum),
          Column.gauge("recent", "cascadian.dead.letters.recent", "", "Of the open ones, those that were rejected first within the last 24 hours", Double::sum))));
  }
}
