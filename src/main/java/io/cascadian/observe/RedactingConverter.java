package io.cascadian.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.cascadian.secrets.Redaction;

/** Masks secrets in the part of a log pattern inside {@code %redact(…)}. Made by logback. */
public final class RedactingConverter extends CompositeConverter<ILoggingEvent> {

  @Override
  protected String transform(ILoggingEvent event, String line) {
    return Redaction.apply(line);
  }
}
