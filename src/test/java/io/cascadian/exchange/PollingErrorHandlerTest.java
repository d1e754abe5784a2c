package io.cascadian.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a polled endpoint fails of again and again: reported once, then counted. */
class PollingErrorHandlerTest {

  @TempDir
  private Path folder;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final AtomicInteger polls = new AtomicInteger();
  private long nanos;

  @BeforeEach
  void listen() {
    lines.start();
    root.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(lines);
  }

  @Test
  void repeatedFailure_isToldOnceAndThenSummedUp() {
    PollingErrorHandler handler = new PollingErrorHandler("file:///drop", () -> nanos);
    for (int second = 0; second <= 1_200; second++) {
      nanos = Duration.ofSeconds(second).toNanos();
      handler.handleException("Consumer[file:///drop?delay=1000] cannot begin", null, new ReadOnlyFileSystemException());
    }
    assertThat(reported()).hasSize(2);
    assertThat(reported().get(0)).isEqualTo("Endpoint file:///drop fails: ReadOnlyFileSystemException. It is retried at every poll; further failures of this"
        + " kind are summarised every 10 minutes");
    assertThat(reported().get(1)).isEqualTo("Endpoint file:///drop still fails: 601 more failures since the last such line: ReadOnlyFileSystemException");
    handler.handleException("another", null, new IllegalStateException("of another kind"));
    assertThat(reported()).hasSize(3);
  }

  @Test
  void failureAfterAQuietTime_isToldAgain() {
    PollingErrorHandler handler = new PollingErrorHandler("file:///drop", () -> nanos);
    handler.handleException(new java.io.IOException("No space left on device"));
    nanos = Duration.ofMinutes(11).toNanos();
    handler.handleException(new java.io.IOException("No space left on device"));
    assertThat(reported()).hasSize(2).allSatisfy(line -> assertThat(line).contains("fails: IOException: No space left on device"));
  }

  @Test
  void everyPolledEndpoint_reportsOnce() throws Exception {
    Files.createFile(folder.resolve("a.txt"));
    Files.createFile(folder.resolve("done"));
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.disableJMX();
      context.getCamelContextExtension().registerEndpointCallback(PollingErrorHandler::reportFor);
      context.addRoutes(new RouteBuilder() {
        @Override
        public void configure() {
          // done is a file, so nothing can be moved there; the second one has no folder
          from("file:" + folder + "?include=a.txt&move=done/a.txt&delay=100&initialDelay=0").process(exchange -> polls.incrementAndGet());
          from("file:" + folder.resolve("missing") + "?autoCreate=false&directoryMustExist=true&delay=100&initialDelay=0").to("log:never");
        }
      });
      context.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> polls.get() >= 10);
    }
    assertThat(reported()).as("one line for each of the two").hasSize(2);
    assertThat(reported()).anySatisfy(line -> assertThat(line).contains("Endpoint file://" + folder + " fails: "));
    assertThat(reported()).anySatisfy(line -> assertThat(line).contains("Endpoint file://" + folder.resolve("missing") + " fails: "));
  }

  private List<String> reported() {
    return lines.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN)).map(ILoggingEvent::getFormattedMessage).toList();
  }
}
