package io.cascadian.e2e.api;

import io.cascadian.testkit.OpenApiContract.Endpoint;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generates requests that resemble the contract and are wrong somewhere: in the path, a parameter, the method, a header or the body. */
final class RequestGenerator {

  private static final List<String> METHODS = List.of(
      "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "X", "CONNECT");
  /** As text; percent-encoded where they are sent. */
  private static final List<String> VALUES = List.of(
      "1", "0", "-1", "2", "1000", "1001", "999999999", "2147483647", "2147483648", "-9223372036854775809", "9".repeat(200), "1e3", "1.5", "0x10", "+1", " 1",
      "1 ", "", "null", "true", "false", "TRUE", "NaN", "postgres", "clickhouse", "../../etc/passwd", "..", ".", "%", "{id}", "${jndi:ldap://x/y}",
      "#{1+1}", "${exchangeId}", "'; DROP TABLE runs; --", "\" OR 1=1 --", "<script>alert(1)</script>", "ä", "\u0661\u0662", "\ud83d\ude00", "\u202e", "\u0000",
      "\r\nX-Injected: 1", "\t", "\u007f", "a".repeat(256), "a".repeat(257), "a".repeat(2000), "0x" + "0".repeat(40), "0x" + "Ab".repeat(20), "0x" + "g".repeat(40),
      "c".repeat(64), "0x" + "c".repeat(64), "*", "a,b", "[1,2]", "{}", "fills", "unknown-condition", "2026-01-31T00:00:00Z",
      "-9999-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "+300000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z");
  /** As they are. */
  private static final List<String> ENCODED = List.of(
      "%", "%z", "%zz", "%c3%28", "%ff%fe", "%u0041", "%00", "%2f", "%2e%2e%2f", "%25%30", "%0d%0a", ";a=b", "//", "%E2%80%AE", "%F0%9F%98", "a%", "\u00e9", "|", "^", "`");
  private static final List<String> PATHS = List.of(
      "/", "//", "/api", "/api/", "/api//nightly/runs", "/api/nightly/runs/", "/API/health", "/api/nightly/runs/1/2/3", "/observe", "/observe/info", "/observe/health/",
      "/q/dev", "/q/health", "/metrics", "/favicon.ico", "/api/../api/nightly/runs", "/api/%2e%2e/observe/metrics", "/.git/config", "/api/strategies/%2e%2e/x", "*",
      "http://127.0.0.1/api/nightly/runs", "/api/openapi.yaml/", "/api/openapi.yaml%00.html", "/?", "/#");
  private static final List<String> HEADERS = List.of(
      "Accept: text/html", "Accept: ;;;q=", "Accept: application/json;q=abc", "Content-Type: ;", "Content-Type: application/json; charset=nonsense",
      "Content-Type: multipart/form-data; boundary=x", "Content-Type: application/x-www-form-urlencoded", "Content-Encoding: gzip", "Expect: 100-continue",
      "Expect: nothing", "Range: bytes=0-1", "If-Match: *", "X-HTTP-Method-Override: DELETE", "Origin: null", "Sec-Fetch-Site: cross-site", "Cookie: \u0001",
      "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example", "CamelHttpResponseCode: 200", "CamelHttpUri: http://127.0.0.1:1/", "limit: x", "id: 7",
      "trigger: x", "Upgrade: websocket", "Upgrade: h2c", "Transfer-Encoding: gzip", "X-Long: " + "x".repeat(7000), "X-Empty:", "Authorization: Basic x",
      "Authorization: Bearer " + "x".repeat(5000), "Accept-Charset: utf-16", "Accept-Language: *;q=2", "Content-Length: -1", "Content-Length: x");
  private static final List<String> BODIES = List.of(
      "", "{}", "[]", "null", "1", "\"x\"", "{", "{\"name\":", "{\"name\":1}", "{\"name\":null}", "{\"name\":\"\"}", "{\"name\":\"x\",\"name\":\"y\"}",
      "{\"name\":\"" + "x".repeat(10_000) + "\"}", "{\"name\":\"\\u0000\"}", "{\"name\":\"\\ud800\"}", "{\"name\":{\"a\":[]}}", "{\"condition_id\":1e999}",
      "{\"condition_id\":\"" + "c".repeat(64) + "\"}", "{\"condition_id\":\"" + "c".repeat(64) + "\",\"reason\":[]}", "[".repeat(20_000), "{\"a\":".repeat(5_000),
      "{\"name\":\"fuzz\"}", "{\"active\":false}", "{\"active\":null}", "{\"name\":\"a\\u0000b\"}", "{\"wallets\":[\"\\u0000\"]}", "{\"categories\":[\"\\ud800\"]}",
      "{\"condition_id\":\"" + "c".repeat(64) + "\",\"reason\":\"a\\u0000b\"}", "{\"condition_id\":\"" + "d".repeat(64) + "\",\"reason\":\"\\udfff\"}",
      "{\"name\":\"fuzz\",\"wallets\":[1]}", "{\"name\":\"fuzz\",\"wallets\":[\"0x\"],\"active\":\"yes\"}", "9".repeat(5_000), "{\"name\":\"x\"} trailing", "\ufeff{}",
      "\u0000\u0001\u00ff\u00fe", " ".repeat(300_000));

  private final Random random;
  private final List<Endpoint> endpoints;
  private final int port;

  RequestGenerator(long seed, List<Endpoint> endpoints, int port) {
    this.random = new Random(seed);
    this.endpoints = endpoints;
    this.port = port;
  }

  /** @param endpoint that it was made of; null for none */
  record Generated(Endpoint endpoint, String method, String target, byte[] bytes) {

    boolean isHead() {
      return method.equals("HEAD");
    }

    @Override
    public String toString() {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return text.length() > 2_000 ? text.substring(0, 2_000) + "… (" + text.length() + " bytes)" : text;
    }
  }

  Generated next() {
    Endpoint endpoint = chance(85) ? one(endpoints) : null;
    String method = endpoint != null && chance(80) ? endpoint.method() : one(METHODS);
    String target = endpoint == null ? one(PATHS) : path(endpoint) + query(endpoint);
    List<String> headers = new ArrayList<>();
    headers.add(chance(97) ? "Host: 127.0.0.1:" + port : "Host: " + one(List.of("", "evil.example", "[", "a b", "127.0.0.1:99999")));
    // real runs are requested rarely
    if (chance(target.startsWith("/api/nightly/run") && method.equals("POST") ? 20 : 70)) {
      headers.add("Authorization: Bearer " + ApiService.TOKEN);
    }
    for (int i = random.nextInt(10) - 6; i > 0; i--) {
      headers.add(one(HEADERS));
    }
    byte[] body = new byte[0];
    if (!method.equals("GET") && chance(60)) {
      body = one(BODIES).getBytes(chance(90) ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16);
      if (chance(85)) {
        headers.add("Content-Type: application/json");
      }
      headers.add("Content-Length: " + body.length);
    }
    headers.add("Connection: close");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    return new Generated(endpoint, method, target, out.toByteArray());
  }

  private String path(Endpoint endpoint) {
    String path = endpoint.path();
    while (path.contains("{")) {
      path = path.substring(0, path.indexOf('{')) + value() + path.substring(path.indexOf('}') + 1);
    }
    return path;
  }

  private String query(Endpoint endpoint) {
    List<String> names = new ArrayList<>(List.of("x", "id", "authorization", "stackTrace", "%00", "a[]"));
    if (endpoint.operation().getParameters() != null) {
      for (Parameter parameter : endpoint.operation().getParameters()) {
        // a reference has no name of its own
        names.addAll(parameter.getName() == null ? List.of("limit", "offset") : java.util.Collections.nCopies(3, parameter.getName()));
      }
    }
    List<String> query = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      query.add(one(names) + (chance(95) ? "=" + value() : ""));
    }
    return query.isEmpty() ? "" : "?" + String.join(chance(95) ? "&" : ";", query);
  }

  private String value() {
    return chance(25) ? "1" : chance(85) ? URLEncoder.encode(one(VALUES), StandardCharsets.UTF_8).replace("+", "%20") : one(ENCODED);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
