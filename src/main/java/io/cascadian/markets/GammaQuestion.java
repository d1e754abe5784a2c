package io.cascadian.markets;

import com.fasterxml.jackson.databind.JsonNode;
import io.cascadian.exchange.Question;
import io.cascadian.exchange.ServiceAnswer;

/**
 * Reads the catalogue's answer for one path.
 *
 * @param baseUrl of the catalogue, without a slash at its end
 * @param path with its query
 */
record GammaQuestion(String baseUrl, String path) implements Question<JsonNode, CatalogueException> {

  private static final int OK = 200;
  private static final int TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  @Override
  public Class<CatalogueException> failureType() {
    return CatalogueException.class;
  }

  @Override
  public String address() {
    return baseUrl;
  }

  @Override
  public Object read(ServiceAnswer answer) {
    if (answer.status() != OK) {
      throw status(answer, null);
    }
    return answer.body();
  }

  @Override
  public boolean isAnswer(CatalogueException failure) {
    return !(failure instanceof CatalogueUnavailableException) || failure.status() == TOO_MANY_REQUESTS;
  }

  @Override
  public JsonNode result(Object read) {
    return (JsonNode) read;
  }

  @Override
  public CatalogueException unreadable(ServiceAnswer answer, Exception cause) {
    return answer.status() == OK
        ? new CatalogueUnavailableException(
            url(), OK, answer.retryAfter(), "no usable answer: it is no JSON: " + answer.excerpt() + attempts(), cause)
        : status(answer, cause);
  }

  private CatalogueException status(ServiceAnswer answer, Exception cause) {
    int status = answer.status();
    String message = "HTTP " + status + ": " + answer.excerpt() + attempts();
    return status == TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERROR
        ? new CatalogueUnavailableException(url(), status, answer.retryAfter(), message, cause)
        : new CatalogueException(url(), status, message, cause);
  }

  @Override
  public CatalogueException unreachable(String reason, Exception cause) {
    return new CatalogueUnavailableException(url(), 0, null, "no usable answer: " + reason + attempts(), cause);
  }

  @Override
  public CatalogueException misrouted(String reason, Exception cause) {
    return new CatalogueException(url(), 0, reason, cause);
  }

  private String url() {
    return baseUrl + path;
  }

  private String attempts() {
    return " [" + path + "]";
  }
}
