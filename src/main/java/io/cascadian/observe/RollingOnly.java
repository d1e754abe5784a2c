package io.cascadian.observe;

import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingPolicy;
import ch.qos.logback.core.rolling.helper.CompressionMode;

/**
 * Passes on the rolling half of a policy that also decides when to roll.
 *
 * <p>An appender that is given such a policy as a whole matches the path of its file, folder names included, against the policy's name pattern as a
 * regular expression, and fails on a folder such as {@code logs (1} or {@code a{b}}. Given the two halves apart, it does not.
 *
 * @param whole started and stopped with the appender
 */
record RollingOnly(RollingPolicy whole) implements RollingPolicy {

  @Override
  public void rollover() {
    whole.rollover();
  }

  @Override
  public String getActiveFileName() {
    return whole.getActiveFileName();
  }

  @Override
  public CompressionMode getCompressionMode() {
    return whole.getCompressionMode();
  }

  @Override
  public void setParent(FileAppender<?> appender) {
    whole.setParent(appender);
  }

  @Override
  public void start() {
    whole.start();
  }

  @Override
  public void stop() {
    whole.stop();
  }

  @Override
  public boolean isStarted() {
    return whole.isStarted();
  }
}
