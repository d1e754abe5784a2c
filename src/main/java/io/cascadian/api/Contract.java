package io.cascadian.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;

/** Answers {@code GET /api/openapi.yaml} with the contract, {@code docs/api/openapi.yaml}, which the build puts beside the classes. Thread-safe. */
public final class Contract {

  private static final String FILE = "/api/openapi.yaml";

  private final byte[] bytes;

  public Contract() {
    try (InputStream in = Contract.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the build has not put docs/api/openapi.yaml on the class path; run ./mvnw process-resources");
      }
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  /** The document. */
  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public void answer(Exchange exchange) {
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/yaml");
    exchange.getMessage().setBody(ByteBuffer.wrap(bytes));
  }
}
