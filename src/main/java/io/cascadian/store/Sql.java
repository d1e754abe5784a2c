package io.cascadian.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads SQL statements from files, one statement a file.
 *
 * <p>Thread-safe.
 */
public final class Sql {

  private static final ConcurrentHashMap<String, String> LOADED = new ConcurrentHashMap<>();
  private static final Pattern INCLUDE = Pattern.compile("(?m)^ *-- include (\\S+)$");

  private Sql() {}

  /**
   * Returns the statement in {@code sql/<name>.sql} of the class path. A line {@code -- include <name>} in it stands for the part of a statement in another
   * file, which includes nothing itself.
   *
   * @param name folder and statement, such as {@code ledger/positions}
   * @throws IllegalArgumentException when there is no such file
   */
  public static String load(String name) {
    return LOADED.computeIfAbsent(name, Sql::read);
  }

  /** Returns whether there is a file {@code sql/<name>.sql}. */
  public static boolean exists(String name) {
    return LOADED.containsKey(name) || Sql.class.getResource("/sql/" + name + ".sql") != null;
  }

  private static String read(String name) {
    return INCLUDE.matcher(text(name)).replaceAll(part -> Matcher.quoteReplacement(text(part.group(1))));
  }

  private static String text(String name) {
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
