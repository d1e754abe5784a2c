package io.cascadian.dev.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Holds an HTTP answer of the sandbox.
 *
 * @param headers beyond content type and length
 */
record Answer(int status, String contentType, Map<String, String> headers, byte[] body) {

  static Answer json(int status, String body) {
    return new Answer(status, "application/json", Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
