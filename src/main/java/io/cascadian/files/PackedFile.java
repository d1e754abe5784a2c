package io.cascadian.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens files that may be compressed with gzip, which their first two bytes tell and not their names. Stateless. */
public final class PackedFile {

  private static final int BUFFER = 1 << 16;

  private PackedFile() {}

  /**
   * Opens a file for reading what is in it, unpacked; the caller closes it.
   *
   * @throws java.util.zip.ZipException when it begins like a gzip file and is none
   * @throws java.io.EOFException when it ends within the head of a gzip file
   */
  public static InputStream open(Path file) throws IOException {
    return unpacked(Files.newInputStream(file));
  }

  /** Reads what a stream holds, unpacked; closing the result closes the stream, and so does a failure of this. */
  public static InputStream unpacked(InputStream raw) throws IOException {
    try {
      BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
      in.mark(2);
      int magic = in.read() | in.read() << Byte.SIZE;
      in.reset();
      return magic == GZIPInputStream.GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
