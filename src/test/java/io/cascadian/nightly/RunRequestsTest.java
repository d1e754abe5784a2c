package io.cascadian.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request for a run waits until the run is recorded, however long that takes afterwards, and no longer than until it is certain that there is none. */
class RunRequestsTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RunRequests requests = new RunRequests();
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @AfterEach
  void stop() throws Exception {
    mayEnd.countDown();
    context.close();
  }

  @Test
  void recordedRun_answersTheRequest_beforeItEnds() throws Exception {
    Exchange answered = request(exchange -> {
      RunRequests.recorded(exchange, 42);
      mayEnd.await();
    });
    assertThat(answered.getException()).isNull();
    assertThat(answered.getMessage().getHeader(RunRequests.RUN)).isEqualTo(42L);
  }

  @Test
  void requestThatEndsWithoutRun_fails_withoutWaitingForTheTimeout() throws Exception {
    long begun = System.nanoTime();
    Exchange failed = request(exchange -> {
      throw new IllegalStateException("nobody knows who holds the lock");
    });
    assertThat(failed.getException()).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("no run was recorded")
        .hasRootCauseMessage("nobody knows who holds the lock");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void exchangeNobodyWaitsFor_passes() {
    Exchange fromElsewhere = context.getEndpoint("direct:x").createExchange();
    requests.taken(fromElsewhere);
    RunRequests.recorded(fromElsewhere, 1);
    assertThat(fromElsewhere.getException()).isNull();
  }

  private Exchange request(Processor run) throws Exception {
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:request").errorHandler(noErrorHandler()).process(requests::open).to("seda:requests?waitForTaskToComplete=Never").process(requests::await);
        from("seda:requests").errorHandler(noErrorHandler()).process(requests::taken).process(run);
      }
    });
    context.start();
    return context.createProducerTemplate().request("direct:request", exchange -> { });
  }
}
