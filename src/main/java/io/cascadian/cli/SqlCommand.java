package io.cascadian.cli;

import io.cascadian.runtime.Stores;
import io.cascadian.store.ClickHouse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "sql", mixinStandardHelpOptions = true,
    description = "Asks ClickHouse and prints tab-separated rows. Reads tables only; a statement that would change something, or reach a file or another server, is refused.")
final class SqlCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Option(names = "--header", description = "print the column names first")
  private boolean header;

  @Parameters(index = "0", paramLabel = "QUERY", description = "such as: SELECT * FROM wallet_realized_pnl_final ORDER BY realized_pnl_usd DESC LIMIT 10")
  private String query;

  @Override
  public Integer call() {
    try (Stores stores = Stores.openForSql(options.settings(), line -> { }); ClickHouse reader = stores.reader()) {
      reader.copyTsv(query, header, System.out);
      System.out.flush();
      return 0;
    }
  }
}
