package io.cascadian.files;

import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens files that may be compressed with gzip, as their first two bytes show, whatever their names. Stateless. */
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

  /** Returns why a file cannot be read, as a sentence without names of classes. */
  public static String whyUnreadable(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "the file cannot be read: permission denied";
    }
    if (e instanceof CharacterCodingException || e instanceof CharConversionException) {
      return "the file is not text in UTF-8";
    }
    String cause = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return "the file cannot be read" + (cause == null ? "" : ": " + cause);
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
