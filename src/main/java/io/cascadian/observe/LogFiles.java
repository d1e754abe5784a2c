package io.cascadian.observe;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Writes the program's log into one folder, a JSON object a line, so that it never fills the disk: the formats and places are
 * those of {@code docs/logs.md}.
 *
 * <p>Open as long as a service or a run is; commands that only print keep no log. A second process in the same folder writes files of its own,
 * so that two never rotate the same one.
 */
public final class LogFiles implements AutoCloseable {

  /** Logger of health reports, one event each. */
  public static final String HEALTH = "cascadian.health";

  /** More processes than ever share a folder. */
  private static final int MOST_PROCESSES = 20;

  /**
   * Limits the size and number of log files.
   *
   * @param fileBytes from which a file is rotated
   * @param days that a file is kept
   * @param totalBytes of the rotated files, for each kind of log
   */
  public record Limits(long fileBytes, int days, long totalBytes) {

    public static Limits usual() {
      return new Limits(20L << 20, 30, 500L << 20);
    }
  }

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final FileChannel lock;
  private final Map<Appender<ILoggingEvent>, Logger> appenders = new LinkedHashMap<>();

  private LogFiles(Path folder, String suffix, FileChannel lock, Limits limits) {
    this.lock = lock;
    attach(org.slf4j.Logger.ROOT_LOGGER_NAME, folder, "application" + suffix, limits, null);
    attach(org.slf4j.Logger.ROOT_LOGGER_NAME, folder, "nightly" + suffix, limits, new OfARun());
    attach(HEALTH, folder, "health" + suffix, limits, null);
  }

  /**
   * Starts writing log files.
   *
   * @param folder created when missing
   * @throws UncheckedIOException when nothing can be written there
   */
  public static LogFiles open(Path folder, Limits limits) {
    try {
      Files.createDirectories(folder);
      for (int process = 1; process <= MOST_PROCESSES; process++) {
        String suffix = process == 1 ? "" : "-" + process;
        FileChannel channel =
            FileChannel.open(folder.resolve(".lock" + suffix), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isOurs(channel)) {
          return new LogFiles(folder, suffix, channel, limits);
        }
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no log can be written in " + folder + ": " + e.getMessage(), e);
    }
    throw new UncheckedIOException(new IOException("no log can be written in " + folder + ": " + MOST_PROCESSES + " processes do already"));
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      FileLock taken = channel.tryLock();
      return taken != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** A file of lines as Logback rolls them: by day, by size, and no more than so much in all. */
  private void attach(String loggerName, Path folder, String name, Limits limits, Filter<ILoggingEvent> filter) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName(folder.resolve(name).toString());
    appender.setFile(folder.resolve(name + ".jsonl").toString());
    SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(literal(folder) + "/" + name + ".%d{yyyy-MM-dd, UTC}.%i.jsonl.gz");
    policy.setMaxFileSize(new FileSize(limits.fileBytes()));
    policy.setMaxHistory(limits.days());
    policy.setTotalSizeCap(new FileSize(limits.totalBytes()));
    policy.setCleanHistoryOnStart(true);
    policy.start();
    appender.setRollingPolicy(new RollingOnly(policy));
    appender.setTriggeringPolicy(policy.getTimeBasedFileNamingAndTriggeringPolicy());
    appender.setEncoder(JsonLines.encoder(context));
    if (filter != null) {
      filter.start();
      appender.addFilter(filter);
    }
    appender.start();
    Logger logger = context.getLogger(loggerName);
    logger.addAppender(appender);
    appenders.put(appender, logger);
  }

  /**
   * Writes a folder's path so that Logback's file name pattern yields that very path. A percent sign begins a conversion there and cannot be escaped;
   * an auxiliary date whose format is the quoted sign stands for it and takes no part in rolling.
   */
  private static String literal(Path folder) {
    return folder.toString().replace("%", "%d{'%', aux}");
  }

  /** Accepts log events of runs only. */
  private static final class OfARun extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      return event.getMDCPropertyMap().containsKey("run") ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
  }

  /** Stops writing log files; later events are on the console only. */
  @Override
  public void close() {
    appenders.forEach((appender, logger) -> {
      logger.detachAppender(appender);
      appender.stop();
    });
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of the log folder", e);
    }
  }
}
