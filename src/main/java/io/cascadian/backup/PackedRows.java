package io.cascadian.backup;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import java.util.zip.GZIPInputStream;

/**
 * Packs lines while they are read, or unpacks them, and counts and hashes them on the way, so that files larger than memory pass through an exchange.
 *
 * <p>The packed form is gzip's. Counts and hash are those of the whole when the stream was read to its end. For one thread at a time.
 */
final class PackedRows extends FilterInputStream {

  private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int BUFFER = 1 << 16;

  private final Counted packed;
  private final Lines lines;
  private final InputStream origin;

  private PackedRows(InputStream view, Counted packed, Lines lines, InputStream origin) {
    super(view);
    this.packed = packed;
    this.lines = lines;
    this.origin = origin;
  }

  /** Reads as the packed form of lines. */
  static PackedRows pack(InputStream text) {
    Lines lines = new Lines(text);
    CheckedInputStream checked = new CheckedInputStream(lines, new CRC32());
    // raw, with gzip's own head and end; the fastest level, for most of the time goes here
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    InputStream body = new DeflaterInputStream(checked, deflater, BUFFER) {
      @Override
      public void close() throws IOException {
        super.close();
        deflater.end();
      }
    };
    Counted packed = new Counted(new SequenceInputStream(new Enumeration<>() {
      private int part;

      @Override
      public boolean hasMoreElements() {
        return part < 3;
      }

      @Override
      public InputStream nextElement() {
        return switch (part++) {
          case 0 -> new ByteArrayInputStream(GZIP_HEADER);
          case 1 -> body;
          default -> new ByteArrayInputStream(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
              .putInt((int) checked.getChecksum().getValue()).putInt((int) lines.bytes).array());
        };
      }
    }));
    return new PackedRows(packed, packed, lines, text);
  }

  /** Reads the lines of a packed file. */
  static PackedRows unpack(InputStream file) throws IOException {
    Counted packed = new Counted(file);
    Lines lines = new Lines(new GZIPInputStream(packed, BUFFER));
    return new PackedRows(lines, packed, lines, file);
  }

  /** Returns what was read until now, as a file. */
  ArchiveFile describe(String store, String name) {
    return new ArchiveFile(store, name, lines.count, packed.bytes, packed.hash());
  }

  /** Reads what is left, also behind the end of what is packed. */
  void readToEnd() throws IOException {
    drain(this);
    drain(packed);
  }

  private static void drain(InputStream from) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (from.read(buffer) >= 0) {
      continue;
    }
  }

  @Override
  public void close() throws IOException {
    // not the parts between, which would read on
    origin.close();
  }

  private static final class Lines extends FilterInputStream {
    private long count;
    private long bytes;

    Lines(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      for (int i = offset; i < offset + read; i++) {
        if (buffer[i] == '\n') {
          count++;
        }
      }
      bytes += Math.max(0, read);
      return read;
    }
  }

  private static final class Counted extends FilterInputStream {
    private final MessageDigest digest;
    private long bytes;

    Counted(InputStream in) {
      super(new DigestInputStream(in, sha256()));
      digest = ((DigestInputStream) this.in).getMessageDigest();
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      bytes += Math.max(0, read);
      return read;
    }

    String hash() {
      try {
        return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("SHA-256 of this Java cannot be copied", e);
      }
    }
  }
}
