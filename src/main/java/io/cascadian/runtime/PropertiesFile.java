package io.cascadian.runtime;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Reads {@code application.properties} of the working directory.
 *
 * @param text content of the file; empty without a file
 * @param values by key
 */
record PropertiesFile(String text, Map<String, String> values) {

  private static final Path PATH = Path.of("application.properties");

  static PropertiesFile ofWorkingDirectory() {
    if (!Files.isRegularFile(PATH)) {
      return new PropertiesFile("", Map.of());
    }
    try {
      String text = Files.readString(PATH, StandardCharsets.UTF_8);
      Properties properties = new Properties();
      properties.load(new StringReader(text));
      Map<String, String> values = new TreeMap<>();
      properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
      return new PropertiesFile(text, values);
    } catch (IOException e) {
      throw new UncheckedIOException(PATH + " cannot be read", e);
    }
  }
}
