package io.cascadian.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * An answer of a foreign service that is still arriving, whatever its status and content type. Read once, by the one it is handed to.
 *
 * <p>Its beginning is kept for messages. More than the caller's limit of bytes is an {@link IOException}.
 */
public final class HttpAnswer extends InputStream {

  private static final int EXCERPT = 300;

  private final int status;
  private final String contentType;
  private final Duration retryAfter;
  private final InputStream body;
  private final int maxBody;
  private final byte[] beginning = new byte[EXCERPT];
  private long size;

  /**
   * @param contentType null when it is not said
   * @param retryAfter how long the service asked to be left alone; null when it did not say or said nonsense
   * @param maxBody bytes, unpacked
   */
  public HttpAnswer(int status, String contentType, Duration retryAfter, InputStream body, int maxBody) {
    this.status = status;
    this.contentType = contentType;
    this.retryAfter = retryAfter;
    this.body = body;
    this.maxBody = maxBody;
  }

  public int status() {
    return status;
  }

  public Duration retryAfter() {
    return retryAfter;
  }

  /** The beginning of what has been read so far, as text. */
  public String excerpt() {
    return HttpReply.excerpt(beginning, (int) Math.min(size, EXCERPT));
  }

  /** Reads the rest of the body. */
  public HttpReply complete() throws IOException {
    return new HttpReply(status, contentType, retryAfter, readAllBytes());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = body.read(target, offset, length);
    if (n > 0) {
      if (size < EXCERPT) {
        System.arraycopy(target, offset, beginning, (int) size, (int) Math.min(n, EXCERPT - size));
      }
      size += n;
      if (size > maxBody) {
        throw new IOException("the answer is larger than " + maxBody + " bytes");
      }
    }
    return n;
  }
}
