package io.cascadian.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends requests as bytes on a socket, because client libraries correct or reject the malformed requests that a server must handle. */
public final class RawHttp {

  /** Requests to all operations at once without a database wait for it one after the other: each 3 to 6 s on a free machine, by 20 threads. */
  private static final int TIMEOUT_MILLIS = 60_000;

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /** @param headers by lower-case name, the values of one name joined with commas */
  public record Answer(int status, Map<String, String> headers, String body) {

    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  /** A request that closes the connection after its answer. */
  public Answer send(String method, String path, List<String> headers, String body) throws IOException {
    List<String> all = new ArrayList<>(headers);
    if (headers.stream().noneMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("host:"))) {
      all.add("Host: 127.0.0.1:" + port);
    }
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    if (body != null && headers.stream().noneMatch(h -> h.toLowerCase(Locale.ROOT).matches("(content-length|transfer-encoding):.*"))) {
      all.add("Content-Length: " + bytes.length);
    }
    all.add("Connection: close");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", all) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    out.write(bytes);
    return send(out.toByteArray(), method.equals("HEAD"));
  }

  public Answer get(String path) throws IOException {
    return send("GET", path, List.of(), null);
  }

  /** Sends bytes unchanged and reads the whole response; status 0 when the server closed the connection without one. */
  public Answer send(byte[] request, boolean head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return read(new BufferedInputStream(socket.getInputStream()), head);
    }
  }

  private static Answer read(InputStream in, boolean head) throws IOException {
    String statusLine = line(in);
    if (statusLine == null) {
      return new Answer(0, Map.of(), "");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    int status = Integer.parseInt(statusLine.split(" ")[1]);
    if (status == 100) {
      return read(in, head);
    }
    byte[] body;
    if (head || status == 204) {
      // what may not be there
      body = in.readAllBytes();
    } else if (headers.containsKey("content-length")) {
      body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
    } else if ("chunked".equals(headers.get("transfer-encoding"))) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
        all.write(in.readNBytes(size));
        line(in);
      }
      body = all.toByteArray();
    } else {
      body = in.readAllBytes();
    }
    return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
