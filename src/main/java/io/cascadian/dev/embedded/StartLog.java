package io.cascadian.dev.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what an engine has written to its log since a start; the log goes on over many starts. Immutable. */
record StartLog(Path file, long begin) {

  private static final int MOST = 1 << 16;

  /** Returns the log of a start that is about to be made. */
  static StartLog of(Path file) throws IOException {
    return new StartLog(file, Files.exists(file) ? Files.size(file) : 0);
  }

  /** Returns whether the engine reported that its port is taken. */
  boolean hasPortTaken() throws IOException {
    return text().contains("Address already in use");
  }

  private String text() throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long end = log.length();
      log.seek(Math.max(begin, end - MOST));
      byte[] bytes = new byte[(int) Math.max(0, end - log.getFilePointer())];
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
