package io.cascadian.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cascadian.exchange.DeadLetterSender;
import io.cascadian.exchange.ExchangeReplay;
import io.cascadian.exchange.RouteClient;
import io.cascadian.store.DeadLetter;
import io.cascadian.store.DeadLetterFilter;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.Postgres;
import io.cascadian.testkit.TestDeadLetters;
import io.cascadian.testkit.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that are asked for over HTTP, by the project's route. */
class NightlyRequestsIT {

  private final Postgres postgres = Postgres.connect(TestStores.freshPostgresSettings());
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RouteClient routes = new RouteClient();
  private final DeadLetters letters = new DeadLetters(postgres, new DeadLetterSender(routes));
  private final AtomicBoolean lockStoreAway = new AtomicBoolean(true);
  private final List<String> begun = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    context.disableJMX();
    Properties properties = new Properties();
    properties.setProperty("request.redelivery.delay", "10");
    context.getPropertiesComponent().setOverrideProperties(properties);
    TestDeadLetters.addTo(context, postgres);
    load(Files.readString(Path.of("routes/errors.camel.yaml")).replaceAll("(?s)- routeConfiguration:\\s+id: run-errors.*?(?=- routeConfiguration)", ""));
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:nightly").errorHandler(noErrorHandler()).process(exchange -> {
          if (lockStoreAway.get()) {
            throw new IllegalStateException("nobody knows who holds the lock");
          }
          begun.add(exchange.getMessage().getHeader("trigger", String.class));
        });
      }
    });
    context.getRegistry().bind("runRequests", new RunRequests());
    load(Files.readString(Path.of("routes/nightly/nightly-requests.camel.yaml")));
    context.start();
    routes.connect(context);
  }

  private void load(String yaml) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("test" + yaml.hashCode() + ".camel.yaml", yaml));
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    postgres.close();
  }

  @Test
  void request_runCannotBegin_isReplayedWhenItCan() throws Exception {
    context.createProducerTemplate().sendBodyAndHeader("seda:nightly-requests", null, "trigger", "http");
    await().atMost(Duration.ofSeconds(20)).until(() -> !letters.list(DeadLetterFilter.open(), 10, 0).isEmpty());
    DeadLetter letter = letters.find(letters.list(DeadLetterFilter.open(), 10, 0).get(0).id()).orElseThrow();
    assertThat(letter.exchange().route()).isEqualTo("nightly-requests");
    assertThat(letter.exchange().deliveries()).isEqualTo(3);
    assertThat(letter.detail()).contains("nobody knows who holds the lock");
    lockStoreAway.set(false);
    ExchangeReplay replay = new ExchangeReplay(routes);
    assertThat(replay.refusal(letter)).isEmpty();
    replay.resend(letter);
    await().atMost(Duration.ofSeconds(10)).until(() -> begun.equals(List.of("http")));
  }
}
