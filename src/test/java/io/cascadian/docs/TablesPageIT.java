package io.cascadian.docs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.ClickHouseMigrations;
import io.cascadian.store.Postgres;
import io.cascadian.testkit.TestStores;
import io.cascadian.testkit.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every table, view and column of both databases states what it is, and {@code docs/tables.md} is what they say. */
class TablesPageIT {

  private static final String PAGE = """
      # Tables

      Written by the build from the comments in the databases; do not edit it by hand. What the numbers mean is in
      [definitions.md](definitions.md). Ask with `cascadian sql QUERY`, or with any client.

      Published tables are views. Their rows, those of retained builds included, are in `<table>__layers`, and `<table>__build` is what a table will be when
      the build in progress is published; neither is for readers. The tables of libraries (`flyway_schema_history`, `qrtz_…`) are left out.

      """;

  private static ClickHouse clickHouse;
  private static Postgres postgres;

  private record Column(String table, String kind, String about, String name, String type, String comment) {}

  @BeforeAll
  static void open() {
    clickHouse = TestStores.freshClickHouse();
    postgres = TestStores.freshPostgres();
  }

  @AfterAll
  static void close() {
    TestStores.drop(clickHouse);
    postgres.close();
  }

  @Test
  void tablesAndColumns_haveComments() {
    assertThat(clickHouse()).filteredOn(c -> c.about.isBlank() || c.comment.isBlank()).as("ClickHouse, without a comment").isEmpty();
    assertThat(postgres()).filteredOn(c -> c.about.isBlank() || c.comment.isBlank()).as("Postgres, without a comment").isEmpty();
  }

  @Test
  void page_matchesComments() throws IOException {
    StringBuilder page = new StringBuilder(PAGE);
    append(page, "ClickHouse", clickHouse());
    append(page, "Postgres", postgres());
    GeneratedPage.check(Path.of("docs/tables.md"), page.toString().stripTrailing() + "\n");
  }

  @Test
  void clickHouseComments_canBeUndoneAndRedone() {
    List<Column> before = clickHouse();
    ClickHouseMigrations migrations = new ClickHouseMigrations(clickHouse);
    assertThat(migrations.undoTo(59)).contains("comments");
    assertThat(clickHouse()).extracting(Column::comment).contains("");
    assertThat(migrations.migrate()).contains("comments");
    assertThat(clickHouse()).isEqualTo(before);
  }

  private static void append(StringBuilder page, String database, List<Column> columns) {
    Map<String, List<Column>> tables = columns.stream().collect(groupingBy(Column::table, LinkedHashMap::new, mapping(c -> c, toList())));
    page.append("## ").append(database).append("\n\n");
    tables.forEach((table, of) -> page.append("- [").append(table).append("](#").append(table).append(")\n"));
    tables.forEach((table, of) -> {
      page.append("\n### ").append(table).append("\n\n").append(of.get(0).kind).append(". ").append(of.get(0).about.strip())
          .append(published(table)).append("\n\n| column | type | meaning |\n|---|---|---|\n");
      of.forEach(c -> page.append("| `").append(c.name).append("` | ").append(GeneratedPage.cell(c.type)).append(" | ")
          .append(GeneratedPage.cell(c.comment)).append(" |\n"));
    });
    page.append('\n');
  }

  /** What the descriptor of a published table states beyond the comments; empty for other tables. */
  private static String published(String name) {
    return World.tables().stream().filter(table -> table.name().equals(name)).map(table -> "\n\nPublished with each build"
        + (table.inputs().isEmpty() ? "" : table.inputs().stream().map(input -> "`" + input.name() + "`").collect(joining(", ", ", derived from ", "")))
        + ".").findFirst().orElse("");
  }

  private static List<Column> clickHouse() {
    return clickHouse.query(
        """
        SELECT
          c.table AS of, if(t.engine = 'View', 'View', concat('Table, ', t.engine, ', by ', t.sorting_key)) AS kind, t.comment AS about,
          c.name AS name, c.type AS type, c.comment AS comment
        FROM system.columns AS c
        INNER JOIN system.tables AS t ON t.database = c.database AND t.name = c.table
        WHERE c.database = currentDatabase() AND NOT match(c.table, '__(layers|build)$')
        ORDER BY c.table, c.position
        """,
        Map.of(), row -> new Column(
            row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6)));
  }

  /** Without the tables of libraries: Flyway's history, Quartz's schedule. */
  private static List<Column> postgres() {
    return postgres.query(
        """
        SELECT c.relname, CASE c.relkind WHEN 'v' THEN 'View' ELSE 'Table' END, coalesce(obj_description(c.oid, 'pg_class'), ''),
          a.attname, format_type(a.atttypid, a.atttypmod), coalesce(col_description(c.oid, a.attnum), '')
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'v', 'm', 'p') AND c.relname <> 'flyway_schema_history' AND c.relname NOT ILIKE 'qrtz\\_%'
        ORDER BY c.relname, a.attnum
        """,
        row -> new Column(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6)));
  }
}
