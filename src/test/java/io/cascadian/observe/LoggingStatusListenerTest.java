package io.cascadian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.status.ErrorStatus;
import ch.qos.logback.core.status.InfoStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Checks what is printed to the error stream while logging fails. */
class LoggingStatusListenerTest {

  private static final Path FULL = Path.of("/dev/full");

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private long nanos;
  private final LoggingStatusListener trouble = new LoggingStatusListener(new PrintStream(console, true, StandardCharsets.UTF_8), () -> nanos);

  @Test
  void fullDisk_isReportedOnceHoweverManyLinesAreLost() {
    assumeTrue(Files.exists(FULL), "the system has a device that is always full");
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(FULL.toString());
    appender.setEncoder(JsonLines.encoder(context));
    Logger log = context.getLogger("lost");
    log.setAdditive(false);
    log.addAppender(appender);
    context.getStatusManager().add(trouble);
    try {
      appender.start();
      for (int i = 0; i < 20_000; i++) {
        log.info("lost {}", i);
      }
    } finally {
      log.detachAppender(appender);
      appender.stop();
      context.getStatusManager().remove(trouble);
    }
    assertThat(lines()).hasSizeBetween(1, 10).anySatisfy(line -> assertThat(line).contains("No space left on device", "Check LOG_DIR"));
  }

  @Test
  void shippedConfiguration_reportsByIt() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    assertThat(context.getStatusManager().getCopyOfStatusListenerList()).hasAtLeastOneElementOfType(LoggingStatusListener.class);
  }

  @Test
  void sameTrouble_isCountedAndReportedAgainLater() {
    for (int i = 0; i < 1_000; i++) {
      trouble.addStatusEvent(new ErrorStatus("IO failure " + i, this, new IOException("No space left on device")));
    }
    trouble.addStatusEvent(new InfoStatus("set up", this));
    trouble.addStatusEvent(new ErrorStatus("another", this));
    assertThat(lines()).hasSize(2);
    nanos = Duration.ofMinutes(6).toNanos();
    trouble.addStatusEvent(new ErrorStatus("IO failure", this, new IOException("No space left on device")));
    trouble.addStatusEvent(new ErrorStatus("IO failure 7", this, new IOException("No space left on device")));
    assertThat(lines()).hasSize(4);
    assertThat(lines().get(3)).endsWith("(999 times more since it was last reported)");
  }

  @Test
  void troubleWithEverNewTexts_fillsNoMemory() {
    for (char first = 'a'; first <= 'z'; first++) {
      for (char second = 'a'; second <= 'z'; second++) {
        trouble.addStatusEvent(new ErrorStatus("failure " + first + second, this));
      }
    }
    assertThat(trouble).extracting("troubles").asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP).hasSize(50);
  }

  private List<String> lines() {
    return console.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
