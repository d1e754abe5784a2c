package io.cascadian.ingest;

import io.cascadian.files.PackedFile;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists addresses that are contracts of the market, not wallets.
 *
 * <p>Read from a comma-separated file with the columns address, kind and note; kinds are {@code exchange} (a counterparty that marks
 * takers' own orders), {@code adapter}, {@code tokens} and {@code amm}. Immutable.
 */
public final class Contracts {

  private static final String BUILT_IN = "/contracts.csv";
  /** Source named in the rows of this list; rows of other sources, such as pools from a subgraph, are not touched. */
  private static final String CONFIGURED = "configured";

  private final List<Contract> contracts;

  /** Holds one line of the file; the address in lower case. */
  record Contract(String address, String kind, String note) {}

  private Contracts(List<Contract> contracts) {
    this.contracts = List.copyOf(contracts);
  }

  /** Loads the list that is part of the program. */
  public static Contracts builtIn() {
    try (Reader in = new InputStreamReader(Contracts.class.getResourceAsStream(BUILT_IN), StandardCharsets.UTF_8)) {
      return read(in, BUILT_IN);
    } catch (IOException e) {
      throw new UncheckedIOException(BUILT_IN, e);
    }
  }

  /** @throws IllegalArgumentException naming the line that cannot be used */
  public static Contracts of(Path file) {
    try (Reader in = Files.newBufferedReader(file)) {
      return read(in, file.toString());
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": the list of contracts is not usable: " + PackedFile.whyUnreadable(e), e);
    }
  }

  private static Contracts read(Reader in, String name) throws IOException {
    List<Contract> contracts = new ArrayList<>();
    int number = 0;
    BufferedReader lines = new BufferedReader(in);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      // a byte order mark, as spreadsheets write it
      line = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] cells = line.split(",", 3);
      String address = cells[0].strip().toLowerCase(Locale.ROOT);
      if (cells.length < 3 || !address.matches("0x[0-9a-f]{40}") || !Set.of("exchange", "adapter", "tokens", "amm").contains(cells[1].strip())) {
        throw new IllegalArgumentException(name + ", line " + number
            + ": expected address,kind,note with a kind of exchange, adapter, tokens or amm, but found: " + line);
      }
      contracts.add(new Contract(address, cells[1].strip(), cells[2].strip()));
    }
    return new Contracts(contracts);
  }

  /** Addresses of exchange contracts, lower case. */
  Set<String> exchanges() {
    return contracts.stream().filter(c -> c.kind.equals("exchange")).map(Contract::address).collect(Collectors.toUnmodifiableSet());
  }

  /** Addresses of all contracts of the list, lower case. */
  Set<String> addresses() {
    return contracts.stream().map(Contract::address).collect(Collectors.toUnmodifiableSet());
  }

  /** Synchronises the configured rows of the table {@code contracts} with the list; writes only differences. */
  void publish(ClickHouse clickHouse, long fence) {
    Map<String, Contract> stored = new HashMap<>();
    clickHouse.forEach("SELECT address, kind, note FROM contracts FINAL WHERE source = {source:String}", Map.of("source", CONFIGURED),
        row -> stored.put(row.getString(1), new Contract(row.getString(1), row.getString(2), row.getString(3))));
    RowBinary rows = new RowBinary();
    for (Contract contract : contracts) {
      if (!contract.equals(stored.remove(contract.address))) {
        row(rows, contract, fence, 0);
      }
    }
    stored.values().forEach(gone -> row(rows, gone, fence, 1));
    if (rows.rows() > 0) {
      clickHouse.insert(Rows.Table.CONTRACTS.table(), Rows.Table.CONTRACTS.columns(), null, rows::writeTo);
    }
  }

  private static void row(RowBinary rows, Contract contract, long fence, int deleted) {
    rows.string(contract.address).string(CONFIGURED).string(contract.kind).string(contract.note).string("").int64(fence).int8(deleted).endRow();
  }
}
