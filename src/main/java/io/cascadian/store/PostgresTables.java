package io.cascadian.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/**
 * Copies whole tables of the schema out of Postgres and into it, as lines of text in the format of {@code COPY}, in one transaction of the caller's.
 *
 * <p>Failures are {@link StoreException}. For one thread at a time.
 */
public final class PostgresTables {

  private final Postgres postgres;
  private final Connection transaction;

  /**
   * Describes one table.
   *
   * @param columns those that hold rows, in the order of the lines' fields
   */
  public record Table(String name, List<String> columns) {

    public Table {
      columns = List.copyOf(columns);
    }
  }

  /** Executes work on the tables in one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T apply(PostgresTables tables) throws SQLException;
  }

  private PostgresTables(Postgres postgres, Connection transaction) {
    this.postgres = postgres;
    this.transaction = transaction;
  }

  /** Executes work that reads all tables in one snapshot, without a timeout. */
  public static <T> T read(Postgres postgres, Work<T> work) {
    return in(postgres, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", work);
  }

  /** Executes work that replaces tables atomically, without a timeout. */
  public static <T> T write(Postgres postgres, Work<T> work) {
    return in(postgres, "SET TRANSACTION READ WRITE", work);
  }

  private static <T> T in(Postgres postgres, String mode, Work<T> work) {
    return postgres.inTransaction("copy tables", connection -> {
      PostgresTables tables = new PostgresTables(postgres, connection);
      tables.execute(mode);
      tables.execute("SET LOCAL statement_timeout = 0");
      tables.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
      return work.apply(tables);
    });
  }

  /** Lists the tables, each after those that its rows refer to. */
  public List<Table> all() throws SQLException {
    Map<String, Table> waiting = new LinkedHashMap<>();
    try (PreparedStatement statement = transaction.prepareStatement(Sql.load("store/copied-tables")); ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        waiting.put(rows.getString(1), new Table(rows.getString(1), List.of((String[]) rows.getArray(2).getArray())));
      }
    }
    Map<String, Set<String>> parents = references();
    List<Table> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      List<Table> next = waiting.values().stream()
          .filter(table -> parents.getOrDefault(table.name, Set.of()).stream().noneMatch(waiting::containsKey)).toList();
      // tables that refer to one another in a circle have no order; none of this program's do
      (next.isEmpty() ? List.copyOf(waiting.values()) : next).forEach(table -> ordered.add(waiting.remove(table.name)));
    }
    return ordered;
  }

  private Map<String, Set<String>> references() throws SQLException {
    Map<String, Set<String>> parents = new LinkedHashMap<>();
    try (PreparedStatement statement = transaction.prepareStatement(Sql.load("store/table-references")); ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        parents.computeIfAbsent(rows.getString(1), child -> new LinkedHashSet<>()).add(rows.getString(2));
      }
    }
    return parents;
  }

  /** Returns the last number that each sequence gave out; those that gave none are left out. */
  public Map<String, Long> sequences() throws SQLException {
    Map<String, Long> numbers = new LinkedHashMap<>();
    try (PreparedStatement statement = transaction.prepareStatement(Sql.load("store/copied-sequences")); ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        numbers.put(rows.getString(1), rows.getLong(2));
      }
    }
    return numbers;
  }

  /** Opens the rows of a table, a line each. They are to be read, or closed, before anything else is asked in the transaction. */
  public InputStream open(Table table) throws SQLException {
    return new PGCopyInputStream(transaction.unwrap(PGConnection.class), "COPY " + target(table) + " TO STDOUT");
  }

  /** Deletes all rows of the tables. */
  public void empty(List<Table> tables) throws SQLException {
    execute("TRUNCATE " + tables.stream().map(table -> quoted(table.name)).collect(Collectors.joining(", ")));
  }

  /** Adds rows to a table, a line each, read to their end; returns how many. */
  public long load(Table table, InputStream rows) {
    try {
      return transaction.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + target(table) + " FROM STDIN", rows);
    } catch (SQLException e) {
      throw postgres.failed("copy rows into " + table.name, e);
    } catch (IOException e) {
      throw new StoreRejectedException("Postgres", "copy rows into " + table.name, "input", e.getMessage(), e);
    }
  }

  /** Advances a sequence beyond a number; a missing sequence is skipped. */
  public void advance(String sequence, long last) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement("SELECT setval(s.name, ?) FROM (SELECT to_regclass(quote_ident(?)) AS name) s WHERE s.name IS NOT NULL")) {
      statement.setLong(1, last);
      statement.setString(2, sequence);
      statement.execute();
    }
  }

  /** Runs one statement without parameters in the transaction. */
  public void execute(String sql) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private static String target(Table table) {
    return quoted(table.name) + table.columns.stream().map(PostgresTables::quoted).collect(Collectors.joining(", ", " (", ")"));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
