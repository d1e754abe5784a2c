package io.cascadian.observe;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.cascadian.secrets.Redaction;
import net.logstash.logback.composite.AbstractFieldJsonProvider;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.composite.loggingevent.ArgumentsJsonProvider;
import net.logstash.logback.composite.loggingevent.LogLevelJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggerNameJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventFormattedTimestampJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventThreadNameJsonProvider;
import net.logstash.logback.composite.loggingevent.MdcJsonProvider;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.composite.loggingevent.mdc.LongMdcEntryWriter;
import net.logstash.logback.composite.loggingevent.mdc.RegexFilteringMdcEntryWriter;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;
import net.logstash.logback.mask.MaskingJsonGeneratorDecorator;
import net.logstash.logback.stacktrace.ShortenedThrowableConverter;

/** Formats log events as JSON lines, with secrets masked in every value. */
final class JsonLines {

  /** Enough to find a cause; a failure in a loop must not fill the folder. */
  private static final int MOST_FRAMES = 60;
  private static final int MOST_CHARACTERS = 16_384;

  private JsonLines() {}

  static Encoder<ILoggingEvent> encoder(LoggerContext context) {
    LoggingEventCompositeJsonEncoder encoder = new LoggingEventCompositeJsonEncoder();
    encoder.setContext(context);
    LoggingEventFormattedTimestampJsonProvider time = new LoggingEventFormattedTimestampJsonProvider();
    time.setTimeZone("UTC");
    time.setPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
    add(encoder, "time", time);
    add(encoder, "level", new LogLevelJsonProvider());
    add(encoder, "logger", new LoggerNameJsonProvider());
    add(encoder, "thread", new LoggingEventThreadNameJsonProvider());
    add(encoder, "message", new MessageJsonProvider());
    encoder.getProviders().addProvider(context());
    encoder.getProviders().addProvider(new ArgumentsJsonProvider());
    ShortenedThrowableConverter trace = new ShortenedThrowableConverter();
    trace.setContext(context);
    trace.setMaxDepthPerThrowable(MOST_FRAMES);
    trace.setMaxLength(MOST_CHARACTERS);
    StackTraceJsonProvider stack = new StackTraceJsonProvider();
    stack.setThrowableConverter(trace);
    add(encoder, "stack_trace", stack);
    MaskingJsonGeneratorDecorator masking = new MaskingJsonGeneratorDecorator();
    masking.addValueMasker((path, value) -> value instanceof CharSequence text ? masked(text.toString()) : null);
    masking.start();
    encoder.setJsonGeneratorDecorator(masking);
    encoder.start();
    return encoder;
  }

  /** Run and fence as the numbers that they are, everything else as text: a request may have chosen an id that looks like a number. */
  private static MdcJsonProvider context() {
    RegexFilteringMdcEntryWriter numbers = new RegexFilteringMdcEntryWriter();
    numbers.setIncludeMdcKeyPattern(LogContext.RUN + "|" + LogContext.FENCE);
    numbers.addMdcEntryWriter(new LongMdcEntryWriter());
    MdcJsonProvider context = new MdcJsonProvider();
    context.addMdcEntryWriter(numbers);
    return context;
  }

  /** Returns the masked text, or null when nothing is masked, as the decorator requires. */
  private static String masked(String text) {
    String clean = Redaction.apply(text);
    return clean.equals(text) ? null : clean;
  }

  private static <P extends AbstractFieldJsonProvider<ILoggingEvent> & JsonProvider<ILoggingEvent>> void add(
      LoggingEventCompositeJsonEncoder encoder, String field, P provider) {
    provider.setFieldName(field);
    encoder.getProviders().addProvider(provider);
  }
}
