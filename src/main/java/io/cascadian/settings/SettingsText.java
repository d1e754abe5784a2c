package io.cascadian.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the text of a settings file: UTF-8, without the byte order mark that some editors write before it. Stateless. */
final class SettingsText {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SettingsText() {}

  /**
   * Returns the file's text; empty when there is no such file.
   *
   * @param file may be a link
   * @param problems gets a line with the file's name and what to do when it is there and cannot be read
   */
  static Optional<String> read(Path file, List<String> problems) {
    String name = file.getFileName().toString();
    if (!Files.exists(file)) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        problems.add(name + " is a link to a file that is not there or not readable; make that file, or remove the link");
      }
      return Optional.empty();
    }
    if (!Files.isRegularFile(file)) {
      problems.add(name + (Files.isDirectory(file) ? " is a folder" : " is no regular file") + "; rename it, or put a text file in its place");
      return Optional.empty();
    }
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (AccessDeniedException e) {
      problems.add(name + " cannot be read by this user; give it the right to read the file");
    } catch (CharacterCodingException e) {
      problems.add(name + " is not in UTF-8" + firstBadLine(file) + "; save it as UTF-8");
    } catch (IOException e) {
      problems.add(name + " cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static String firstBadLine(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int line = 1;
      int begin = 0;
      for (int i = 0; i <= bytes.length; i++) {
        if (i == bytes.length || bytes[i] == '\n') {
          try {
            StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes, begin, i - begin));
          } catch (CharacterCodingException e) {
            return " in line " + line;
          }
          begin = i + 1;
          line++;
        }
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }
}
