package io.cascadian.source.subgraph;

import io.cascadian.exchange.Question;
import io.cascadian.exchange.ServiceAnswer;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import java.util.List;

/**
 * Reads and checks the answer to one GraphQL document.
 *
 * @param <T> what is made of it
 */
final class SubgraphQuestion<T> implements Question<T, SourceException> {

  private static final int TOO_MANY_REQUESTS = 429;

  private final String endpoint;
  private final List<String> keys;
  private final List<String> fields;
  private final boolean canAskForLess;
  private final Check<T> check;

  /** Converts a complete reply to the caller's result, or rejects it. */
  @FunctionalInterface
  interface Check<T> {
    T result(SubgraphReply reply) throws SourceException;
  }

  /**
   * @param keys under which the collections are answered
   * @param fields of each row
   */
  SubgraphQuestion(String endpoint, List<String> keys, List<String> fields, boolean canAskForLess, Check<T> check) {
    this.endpoint = endpoint;
    this.keys = keys;
    this.fields = fields;
    this.canAskForLess = canAskForLess;
    this.check = check;
  }

  @Override
  public Class<SourceException> failureType() {
    return SourceException.class;
  }

  @Override
  public String address() {
    return endpoint;
  }

  @Override
  public boolean canAskForLess() {
    return canAskForLess;
  }

  @Override
  public Object read(ServiceAnswer answer) throws SourceException {
    return SubgraphReply.parse(endpoint, keys, fields, answer);
  }

  @Override
  public boolean isAnswer(SourceException failure) {
    return !(failure instanceof SourceUnavailableException unavailable)
        || unavailable.status() == TOO_MANY_REQUESTS || unavailable.shrinkPage();
  }

  @Override
  public T result(Object read) throws SourceException {
    return check.result((SubgraphReply) read);
  }

  @Override
  public SourceException unreadable(ServiceAnswer answer, Exception cause) {
    return SubgraphErrors.garbled(endpoint, answer, cause);
  }

  @Override
  public SourceException unreachable(String reason, Exception cause) {
    return SubgraphErrors.unreachable(endpoint, reason, cause);
  }

  @Override
  public SourceException misrouted(String reason, Exception cause) {
    return new SourceRefusedException(endpoint, 0, reason, cause);
  }
}
