package io.cascadian.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the answer to a statement of ClickHouse as bytes, within the statement's limit. Failures are {@link StoreException}; closing before the end
 * ends the statement at the server. For one thread at a time.
 */
final class AnswerStream extends FilterInputStream {

  private final ClickHouseStatement statement;
  private boolean closed;

  AnswerStream(ClickHouseStatement statement, InputStream content) {
    super(content);
    this.statement = statement;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    statement.nextPiece();
    try {
      int count = in.read(buffer, offset, length);
      if (count < 0) {
        statement.wasRead();
      }
      return count;
    } catch (IOException | RuntimeException e) {
      throw statement.failed(e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      statement.finish();
    }
  }
}
