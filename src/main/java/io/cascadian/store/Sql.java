package io.cascadian.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads SQL statements from files, one statement a file.
 *
 * <p>Thread-safe.
 */
public final class Sql {

  private static final ConcurrentHashMap<String, String> LOADED = new ConcurrentHashMap<>();

  private Sql() {}

  /**
   * Returns the statement in {@code sql/<name>.sql} of the class path.
   *
   * @param name folder and statement, such as {@code ledger/positions}
   * @throws IllegalArgumentException when there is no such file
   */
  public static String load(String name) {
    return LOADED.computeIfAbsent(name, Sql::read);
  }

  private static String read(String name) {
    try (InputStream in = Sql.class.getResourceAsStream("/sql/" + name + ".sql")) {
      if (in == null) {
        throw new IllegalArgumentException("no SQL file sql/" + name + ".sql on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read sql/" + name + ".sql", e);
    }
  }
}
