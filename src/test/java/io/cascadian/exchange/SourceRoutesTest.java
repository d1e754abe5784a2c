package io.cascadian.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.Fault;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.dev.sandbox.faults.Latency;
import io.cascadian.dev.sandbox.faults.TooManyRequests;
import io.cascadian.graphql.StreamingGraphqlComponent;
import io.cascadian.source.Cursor;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import io.cascadian.source.chain.ChainOptions;
import io.cascadian.source.chain.ChainSource;
import io.cascadian.source.subgraph.Keyset;
import io.cascadian.source.subgraph.SubgraphSource;
import io.cascadian.testkit.ChainNode;
import io.cascadian.testkit.Drip;
import io.cascadian.testkit.Faults;
import io.cascadian.testkit.Streams;
import io.cascadian.testkit.TestRoutes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the routes of sources do with requests: how fast they go out, what is retried, when a source is left alone. */
@Timeout(60)
@Tag("slow")
class SourceRoutesTest {

  private static final long NOW = 1_760_000_000L;
  /** Milliseconds that a request may be on its way longer than another on a busy machine. */
  private static final long SLACK = 350;
  private static final Fault AWAY = Faults.answer(503, "text/html", "<html>away</html>");

  /** When requests arrived. */
  private final List<Long> arrivals = Collections.synchronizedList(new ArrayList<>());
  private SandboxServer sandbox;
  private TestRoutes routes;

  @BeforeEach
  void start() throws IOException {
    sandbox = SandboxServer.start(new Dataset("empty", 1_000, NOW, Map.of("orderbook-subgraph", List.of()), List.of(), List.of()),
        new SandboxOptions(0, Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC), null));
  }

  @AfterEach
  void stop() {
    if (routes != null) {
      routes.close();
    }
    sandbox.close();
  }

  @Test
  void circuit_afterTwentyFailures_opensThenTriesThreeCalls() throws Exception {
    sandbox.misbehave(AWAY);
    SubgraphSource source = source(TestRoutes.options().tries(25).longestPause(Duration.ofMillis(4)));
    assertThatThrownBy(() -> head(source)).isInstanceOf(SourceUnavailableException.class).hasMessageContaining("left alone");
    assertThat(sandbox.requests()).isEqualTo(20);
    assertThat(source.requests()).as("what the open circuit refused was not sent").isEqualTo(20);
    assertThat(source.repeated()).isEqualTo(19);

    TimeUnit.MILLISECONDS.sleep(1_200);
    assertThatThrownBy(() -> head(source)).hasMessageContaining("left alone");
    assertThat(sandbox.requests()).as("half-open").isEqualTo(23);

    sandbox.misbehave(Fault.NONE);
    assertThatThrownBy(() -> head(source)).hasMessageContaining("left alone");
    assertThat(sandbox.requests()).as("open again").isEqualTo(23);
    assertThat(SubgraphSource.probe(routes.client()).head(stream()).block()).as("a probe asks all the same").isEqualTo(1_000);

    TimeUnit.MILLISECONDS.sleep(1_200);
    for (int i = 0; i < 5; i++) {
      head(source);
    }
    assertThat(sandbox.requests()).as("closed").isEqualTo(29);
  }

  @Test
  void circuit_answersThatRefuseOrSlowDown_staysClosed() {
    SubgraphSource source = source(TestRoutes.options().longestPause(Duration.ofMillis(4)));
    for (Fault answer : List.of(Faults.answer(429, "text/plain", ""), Faults.answer(404, "text/plain", "no"),
        Faults.answer(200, "application/json", "{\"errors\":[{\"message\":\"query is too expensive\"}]}"))) {
      sandbox.misbehave(answer);
      for (int i = 0; i < 25; i++) {
        assertThatThrownBy(() -> head(source)).isInstanceOf(SourceException.class).message().doesNotContain("left alone");
      }
    }
    assertThat(sandbox.requests()).isEqualTo(75);
  }

  @Test
  void deadline_drippingBody_endsCallOnTheWire() throws Exception {
    try (Drip drip = Drip.everyMillis(20)) {
      SubgraphSource source = source(TestRoutes.options().deadline(Duration.ofMillis(500)));
      long begin = System.nanoTime();
      assertThatThrownBy(() -> source.head(stream(drip.url()))).isInstanceOf(SourceUnavailableException.class)
          .hasMessageContaining("no complete answer within 500 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(450), Duration.ofSeconds(5));
      assertThat(drip.awaitClosed(Duration.ofSeconds(2))).as("the server sees the connection closed").isTrue();
      assertThat(Thread.getAllStackTraces().values()).as("no thread still reads").noneMatch(
          stack -> List.of(stack).stream().anyMatch(frame -> frame.getClassName().contains("OutboundHttpClient$TimedStream")));
    }
  }

  @Test
  void storm429_retryAfterInBothForms_staysWithinLimit() throws Exception {
    int limit = 6;
    Duration window = Duration.ofMillis(400);
    int[] refusals = {12};
    sandbox.misbehave((exchange, number) -> {
      arrivals.add(System.nanoTime());
      synchronized (refusals) {
        if (refusals[0] == 0) {
          return false;
        }
        refusals[0]--;
      }
      return (number % 2 == 0 ? TooManyRequests.forSeconds(1) : TooManyRequests.untilDateIn(2)).intercept(exchange, number);
    });
    SubgraphSource source = source(TestRoutes.options().tries(13).longestPause(Duration.ofSeconds(3)).rate(limit, window.plusMillis(SLACK)));
    long begin = System.nanoTime();
    atOnce(4, () -> {
      for (int i = 0; i < 5; i++) {
        head(source);
      }
    });
    assertThat(arrivals).hasSize(32);
    assertWithinLimit(limit, window);
    // twelve refusals of four threads: one of them waited three times, for about a second each
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void rateLimit_runsAndProbesOfOneHost_isShared() throws Exception {
    sandbox.misbehave((exchange, number) -> !arrivals.add(System.nanoTime()));
    SubgraphSource source = source(TestRoutes.options().rate(4, Duration.ofMillis(300 + SLACK)));
    SubgraphSource probe = SubgraphSource.probe(routes.client());
    atOnce(4, () -> {
      head(source);
      probe.head(stream());
      head(source);
    });
    assertThat(arrivals).hasSize(12);
    assertWithinLimit(4, Duration.ofMillis(300));
  }

  /** @param window shorter than the routes': how long a request is on its way differs, on a busy machine by more than on a real source's window */
  private void assertWithinLimit(int limit, Duration window) {
    List<Long> times = arrivals.stream().sorted().toList();
    for (int i = limit; i < times.size(); i++) {
      assertThat(Duration.ofNanos(times.get(i) - times.get(i - limit))).as("request " + i).isGreaterThanOrEqualTo(window);
    }
  }

  @Test
  void requests_ofSeveralThreads_areUnderWayAtOnce() throws Exception {
    sandbox.misbehave(new Latency(Duration.ofMillis(400)));
    SubgraphSource source = source(TestRoutes.options());
    head(source);
    long begin = System.nanoTime();
    atOnce(6, () -> head(source));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1_200));
  }

  @Test
  void redelivery_onlyTransientFailures_areSentAgain() throws Exception {
    SubgraphSource source = source(TestRoutes.options().tries(5));
    sandbox.misbehave((exchange, number) -> number <= 3 && AWAY.intercept(exchange, number));
    head(source);
    assertThat(sandbox.requests()).isEqualTo(4);
    assertThat(source.repeated()).isEqualTo(3);

    for (Fault refusal : List.of(Faults.answer(401, "text/plain", "no"), Faults.answer(200, "application/json", "{\"message\":\"Not found\"}"),
        Faults.answer(200, "application/json", "{\"errors\":[{\"message\":\"indexing_error\"}]}"))) {
      long before = sandbox.requests();
      sandbox.misbehave(refusal);
      assertThatThrownBy(() -> head(source)).isInstanceOf(SourceException.class).isNotInstanceOf(SourceUnavailableException.class);
      assertThat(sandbox.requests() - before).isEqualTo(1);
    }
  }

  @Test
  void redelivery_requestThatCanShrink_isAskedForLessInstead() {
    SubgraphSource source = source(TestRoutes.options().tries(3));
    List<Integer> lengths = Collections.synchronizedList(new ArrayList<>());
    sandbox.misbehave((exchange, number) -> {
      lengths.add(Integer.parseInt(exchange.getRequestHeaders().getFirst("Content-Length")));
      return Faults.answer(200, "application/json", "{\"errors\":[{\"message\":\"query is too expensive\"}]}").intercept(exchange, number);
    });
    assertThatThrownBy(() -> source.page(new PageRequest(stream(), Cursor.START, null, null, 900, null, 40)))
        .isInstanceOf(SourceUnavailableException.class).hasMessageContaining("too expensive");
    // 40 rows, 20 rows, then three tries of 10 rows
    assertThat(lengths).hasSize(5);
  }

  @Test
  void redelivery_interruptedInAPause_endsAtOnce() throws Exception {
    sandbox.misbehave(TooManyRequests.forSeconds(30));
    SubgraphSource source = source(TestRoutes.options().tries(5).longestPause(Duration.ofMinutes(1)));
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader = reading(source, failure, interrupted);
    reader.interrupt();
    reader.join(5_000);
    assertThat(failure.get()).isInstanceOf(SourceUnavailableException.class);
    assertThat(interrupted.get()).as("the flag is kept").isTrue();
    assertThat(sandbox.requests()).isEqualTo(1);
  }

  @Test
  void redelivery_routesStoppedInAPause_endsSoon() throws Exception {
    sandbox.misbehave(TooManyRequests.forSeconds(30));
    SubgraphSource source = source(TestRoutes.options().tries(5).longestPause(Duration.ofMinutes(1)));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader = reading(source, failure, new AtomicReference<>());
    routes.close();
    reader.join(10_000);
    assertThat(failure.get()).isInstanceOf(SourceException.class);
    assertThat(sandbox.requests()).isEqualTo(1);
  }

  /** A thread that pauses before its retry. */
  private Thread reading(SubgraphSource source, AtomicReference<Throwable> failure, AtomicReference<Boolean> interrupted) throws Exception {
    Thread reader = new Thread(() -> {
      try {
        head(source);
      } catch (SourceException | RuntimeException e) {
        failure.set(e);
        interrupted.set(Thread.currentThread().isInterrupted());
      }
    });
    reader.start();
    for (int i = 0; i < 500 && sandbox.requests() < 1; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    // until the answer has arrived
    TimeUnit.MILLISECONDS.sleep(300);
    return reader;
  }

  @Test
  void routes_notStarted_areAFailureOfTheSource() {
    SubgraphSource source = new SubgraphSource(new RouteClient(), Keyset.OR);
    assertThatThrownBy(() -> head(source)).isInstanceOf(SourceUnavailableException.class).hasMessageContaining("not started");
  }

  @Test
  void route_withoutItsLastStep_failureNamesTheFolder() throws Exception {
    SubgraphSource source = source(TestRoutes.options());
    AdviceWith.adviceWith(routes.context(), "goldsky-query", route -> route.weaveByToUri("direct:goldsky-request").replace().log("edited"));
    assertThatThrownBy(() -> head(source)).isInstanceOf(SourceRefusedException.class).hasMessageContaining("routes/sources");
  }

  @Test
  void secrets_ofKeyAndNode_areInNoEndpoint() throws Exception {
    AtomicReference<String> authorization = new AtomicReference<>();
    sandbox.misbehave((exchange, number) -> {
      authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
      return false;
    });
    try (ChainNode node = new ChainNode(1_000)) {
      node.append(NOW, List.of());
      assertThat(node.url()).contains("secret-key");
      SubgraphSource source = source(TestRoutes.options().key("bearer-key-7", sandbox.baseUrl()).chain(node.url()));
      head(source);
      assertThat(authorization.get()).isEqualTo("Bearer bearer-key-7");
      ChainOptions options = ChainOptions.of(node.url(), Set.of("0x" + "1".repeat(40)), ChainOptions.ORDER_FILLED_TOPIC, 1_000);
      assertThat(new ChainSource(routes.client(), options).head(stream()).block()).isEqualTo(1_000);
    }
    assertThat(routes.context().getEndpoints()).extracting(Endpoint::getEndpointUri)
        .anyMatch(uri -> uri.startsWith("graphql:")).anyMatch(uri -> uri.startsWith("http://chain-node"))
        .noneMatch(uri -> uri.contains("bearer-key-7") || uri.contains("secret-key"));
  }

  @Test
  void bearerKey_ofAnotherServer_isNotSent() throws Exception {
    AtomicReference<List<String>> authorization = new AtomicReference<>();
    sandbox.misbehave((exchange, number) -> {
      authorization.set(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
      return false;
    });
    head(source(TestRoutes.options().key("bearer-key-7", sandbox.baseUrl().replaceFirst(":[0-9]+/", ":1/"))));
    assertThat(authorization.get()).isEmpty();
  }

  @Test
  void wireTap_ofRequests_showsReadableQueries() throws Exception {
    SubgraphSource source = source(TestRoutes.options().key("bearer-key-7", sandbox.baseUrl()));
    AdviceWith.adviceWith(routes.context(), "goldsky-query", route -> route.weaveAddFirst().wireTap("mock:tap"));
    MockEndpoint tap = routes.context().getEndpoint("mock:tap", MockEndpoint.class);
    tap.expectedMessageCount(1);
    head(source);
    tap.assertIsSatisfied();
    assertThat(tap.getExchanges().get(0).getMessage().getBody(String.class)).startsWith("{ _meta { block { number").doesNotContain("\\");
    assertThat(tap.getExchanges().get(0).getMessage().getHeaders().toString()).doesNotContain("bearer-key-7");
  }

  @Test
  void answers_ofSubgraphs_areBytesWhateverTheClassPath() {
    source(TestRoutes.options());
    assertThat(routes.context().getComponent("graphql")).isInstanceOf(StreamingGraphqlComponent.class);
  }

  private SubgraphSource source(TestRoutes.Options options) {
    routes = options.start();
    return new SubgraphSource(routes.client(), Keyset.OR);
  }

  private void head(SubgraphSource source) throws SourceException {
    source.head(stream());
  }

  private StreamDefinition stream() {
    return Streams.fills(sandbox.baseUrl());
  }

  private static StreamDefinition stream(String url) {
    return new StreamDefinition("drip", StreamDefinition.SUBGRAPH, url, "x", List.of("id"), "id", "token", "");
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void atOnce(int threads, Work work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(executor.submit(() -> {
        work.run();
        return null;
      }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    executor.shutdown();
  }
}
