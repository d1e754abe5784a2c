package io.cascadian.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * Reads UTF-8 text line by line without ever holding more of a line than a limit. A byte order mark at the beginning of a line is left out: files that
 * were appended to each other have several. Not thread-safe.
 */
public final class LineReader implements Closeable {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader in;
  private final int longest;
  private final char[] buffer = new char[1 << 15];
  private int next;
  private int end;
  private long number;
  private boolean tooLong;

  /** @param longest characters of a line that are held */
  public LineReader(InputStream in, int longest) {
    this.in = new InputStreamReader(in, StandardCharsets.UTF_8);
    this.longest = longest;
  }

  /** Returns the next line without its end, of a longer one its beginning; null after the last one. */
  public String next() throws IOException {
    StringBuilder line = new StringBuilder();
    tooLong = false;
    boolean any = false;
    while (fill()) {
      any = true;
      int from = next;
      while (next < end && buffer[next] != '\n') {
        next++;
      }
      int free = longest - line.length();
      tooLong |= next - from > free;
      line.append(buffer, from, Math.min(next - from, free));
      if (next < end) {
        next++;
        break;
      }
    }
    if (!any) {
      return null;
    }
    number++;
    if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.length() > 0 && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line.toString();
  }

  /** Returns the number of the line that was read last, from 1. */
  public long number() {
    return number;
  }

  /** Returns whether the line that was read last is longer than the limit. */
  public boolean isTooLong() {
    return tooLong;
  }

  private boolean fill() throws IOException {
    if (next == end) {
      next = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
