package io.cascadian.graphql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.component.graphql.GraphqlEndpoint;
import org.apache.camel.component.graphql.GraphqlProducer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Sets status and headers of an answer as Camel's producer does, and its body as a stream cache of bytes in UTF-8; an answer in another charset stays text. */
final class StreamingGraphqlProducer extends GraphqlProducer {

  private static final byte[] NOTHING = new byte[0];

  StreamingGraphqlProducer(GraphqlEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  protected void populateResponse(Exchange exchange, ClassicHttpResponse response, HeaderFilterStrategy strategy, int status)
      throws IOException, ParseException {
    AnswerBody body;
    // an answer may have no body at all, such as one with status 204
    try (HttpEntity entity = response.getEntity()) {
      if (entity != null && !isUtf8(ContentType.parseLenient(entity.getContentType()))) {
        super.populateResponse(exchange, response, strategy, status);
        return;
      }
      body = AnswerBody.of(entity == null ? InputStream.nullInputStream() : entity.getContent());
    }
    response.setEntity(new ByteArrayEntity(NOTHING, ContentType.APPLICATION_JSON));
    super.populateResponse(exchange, response, strategy, status);
    exchange.getMessage().setBody(body);
  }

  /** JSON is UTF-8 unless the server declares another charset. */
  private static boolean isUtf8(ContentType type) {
    Charset charset = type == null ? null : type.getCharset();
    return charset == null || charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
  }
}
