package io.cascadian.cli;

import io.cascadian.runtime.Stores;
import io.cascadian.store.AnalystQueries;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a query of a person's, given as an argument, in a file or on the standard input, and copies its result to the output stream as it comes. */
@Command(name = "sql", mixinStandardHelpOptions = true,
    description = {"Queries ClickHouse and prints tab-separated rows. Reads tables only; a statement that would change something, or reach a file or another"
        + " server, is refused.",
        "A query that ends in FORMAT and a format of ClickHouse's is printed in that, byte for byte: FORMAT CSVWithNames, FORMAT Parquet, FORMAT Arrow,"
            + " FORMAT PrettyCompact. Such as: cascadian sql --file query.sql > result.parquet"})
final class SqlCommand implements Callable<Integer> {

  /** In place of a query or a file: the standard input. */
  private static final String STANDARD_INPUT = "-";

  @Spec
  private CommandSpec spec;

  @Mixin
  private CommonOptions options;

  @ArgGroup
  private Layout layout = new Layout();

  @ArgGroup(multiplicity = "1")
  private Query query;

  /** Selects the output format by one option; a FORMAT clause of the query overrides it. */
  private static final class Layout {
    @Option(names = "--header", description = "print the column names first")
    private boolean header;

    @Option(names = "--json", description = "print one JSON object a line; large whole numbers, and decimals, as ClickHouse writes them")
    private boolean json;
  }

  /** Selects the source of the query by one option. */
  private static final class Query {
    @Parameters(index = "0", arity = "0..1", paramLabel = "QUERY",
        description = "such as: SELECT * FROM wallet_realized_pnl_final ORDER BY realized_pnl_usd DESC LIMIT 10; - for the standard input")
    private String text;

    @Option(names = {"-f", "--file"}, paramLabel = "FILE", description = "the query is in this file, in UTF-8; - for the standard input")
    private String file;
  }

  @Override
  public Integer call() throws IOException {
    String sql = sql();
    String format = layout.json ? "JSONEachRow" : layout.header ? "TSVWithNames" : "TSV";
    try (Stores stores = Stores.openForSql(options.settings(), line -> { }); AnalystQueries reader = stores.reader()) {
      reader.copy(sql, format, System.out);
      System.out.flush();
      if (System.out.checkError()) {
        System.err.println("The result was not written to its end: the output was closed, or its disk is full.");
        return 1;
      }
      return 0;
    }
  }

  private String sql() throws IOException {
    String source = query.text == null ? query.file : query.text;
    if (source.equals(STANDARD_INPUT)) {
      return notEmpty(new String(System.in.readAllBytes(), StandardCharsets.UTF_8), "The standard input");
    }
    return query.text == null ? notEmpty(read(Path.of(query.file)), "The file '" + query.file + "'") : notEmpty(query.text, "The query");
  }

  private String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw wrong("There is no file '" + file + "'; --file takes one with a query in it.");
    } catch (CharacterCodingException e) {
      throw wrong("The file '" + file + "' is not in UTF-8; save it as UTF-8.");
    }
  }

  private String notEmpty(String sql, String what) {
    if (sql.isBlank()) {
      throw wrong(what + " holds no query; write such as: SELECT count() FROM trades");
    }
    // a person ends a statement with a semicolon; the server takes one statement
    return sql.strip().replaceAll(";\\s*$", "");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
