package io.cascadian.http;

import java.net.URI;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;

/**
 * Holds a bearer key and the one server that may get it.
 *
 * @param key a secret
 * @param server any address of that server
 */
record BearerKey(String key, URI server) {

  /** Returns the key; empty where there is none, or no server that it is for. */
  static Optional<BearerKey> of(String key, Optional<URI> server) {
    return key.isEmpty() ? Optional.empty() : server.map(address -> new BearerKey(key, address));
  }

  /** Adds the key to a request to its server, and to no other. */
  void addTo(HttpMessage request, URI asked) {
    if (server.getScheme().equalsIgnoreCase(asked.getScheme()) && server.getAuthority().equalsIgnoreCase(asked.getAuthority())) {
      request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key);
    }
  }

  /** Returns the name of the server, without the key. */
  @Override
  public String toString() {
    return "key of " + server.getHost();
  }
}
