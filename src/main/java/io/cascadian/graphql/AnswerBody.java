package io.cascadian.graphql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * Holds the bytes of an answer in memory, in pieces, as a stream that can be read again after {@link #reset()}.
 *
 * <p>An answer with ten pages is several megabytes. As one array it would be copied each time it grows, and each array would be an object of the size that
 * Java's collector treats apart and marks the whole heap for. Used by one thread at a time; a {@link #copy} reads the same bytes by itself.
 */
final class AnswerBody extends InputStream implements StreamCache {

  /** Below half a region of a heap of 512 MiB, from which on an array is treated apart. */
  private static final int PIECE = 256 << 10;

  private final List<byte[]> pieces;
  private final long length;
  private int piece;
  private int offset;
  private long position;

  private AnswerBody(List<byte[]> pieces, long length) {
    this.pieces = pieces;
    this.length = length;
  }

  /** Reads a stream to its end; it is not closed. */
  static AnswerBody of(InputStream in) throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    long length = 0;
    while (true) {
      byte[] piece = new byte[PIECE];
      int count = in.readNBytes(piece, 0, PIECE);
      if (count > 0) {
        pieces.add(count == PIECE ? piece : Arrays.copyOf(piece, count));
        length += count;
      }
      if (count < PIECE) {
        return new AnswerBody(pieces, length);
      }
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int start, int most) {
    Objects.checkFromIndexSize(start, most, target.length);
    if (most == 0) {
      return 0;
    }
    if (position == length) {
      return -1;
    }
    byte[] from = pieces.get(piece);
    int count = Math.min(most, from.length - offset);
    System.arraycopy(from, offset, target, start, count);
    offset += count;
    position += count;
    if (offset == from.length) {
      piece++;
      offset = 0;
    }
    return count;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, length - position);
  }

  @Override
  public void reset() {
    piece = 0;
    offset = 0;
    position = 0;
  }

  /** Writes all bytes, whatever has been read before, as Camel's other caches do; the position stays. */
  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (byte[] bytes : pieces) {
      out.write(bytes);
    }
  }

  @Override
  public StreamCache copy(Exchange exchange) {
    return new AnswerBody(pieces, length);
  }

  @Override
  public boolean inMemory() {
    return true;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long position() {
    return position;
  }
}
