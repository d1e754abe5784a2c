package io.cascadian.dev.bench;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * Holds what one piece of work took.
 *
 * @param rows that it wrote; 0 for work that only reads
 * @param clickHouseCpu seconds; null when unknown
 * @param clickHousePeak most resident memory of ClickHouse meanwhile, bytes; null when unknown, as the next
 * @param servicePeak of the process that sends the statements
 * @param statements that ClickHouse ran for it
 */
record Phase(long rows, double seconds, Double clickHouseCpu, Long clickHousePeak, Long servicePeak, Statements statements) {

  /**
   * Sums up statements by the query log.
   *
   * @param peakMemory of the one that needed most, bytes
   * @param largest those that read most rows
   */
  record Statements(long count, long readRows, long readBytes, long writtenRows, long peakMemory, List<Statement> largest) {

    Statements plus(Statements other) {
      List<Statement> most = Stream.concat(largest.stream(), other.largest.stream()).sorted(Comparator.comparing(Statement::readRows).reversed())
          .limit(Math.max(largest.size(), other.largest.size())).toList();
      return new Statements(count + other.count, readRows + other.readRows, readBytes + other.readBytes, writtenRows + other.writtenRows,
          Math.max(peakMemory, other.peakMemory), most);
    }
  }

  /** Holds one of them; {@code text} is its beginning. */
  record Statement(long readRows, long readBytes, double seconds, String text) {}

  /** Returns what both took one after the other. */
  Phase plus(Phase other) {
    return new Phase(rows + other.rows, seconds + other.seconds, both(clickHouseCpu, other.clickHouseCpu, Double::sum),
        both(clickHousePeak, other.clickHousePeak, Math::max), both(servicePeak, other.servicePeak, Math::max), statements.plus(other.statements));
  }

  /** Returns null where one is unknown. */
  private static <T> T both(T one, T other, BinaryOperator<T> combined) {
    return one == null || other == null ? null : combined.apply(one, other);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", rows);
    json.put("seconds", seconds);
    json.put("clickhouse_cpu_seconds", clickHouseCpu);
    json.put("clickhouse_peak_bytes", clickHousePeak);
    json.put("service_peak_bytes", servicePeak);
    json.put("statements", statements.count);
    json.put("read_rows", statements.readRows);
    json.put("read_bytes", statements.readBytes);
    json.put("written_rows", statements.writtenRows);
    json.put("statement_peak_bytes", statements.peakMemory);
    json.put("largest_statements", statements.largest.stream().map(Phase::json).toList());
    return json;
  }

  private static Map<String, Object> json(Statement statement) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("read_rows", statement.readRows);
    json.put("read_bytes", statement.readBytes);
    json.put("seconds", statement.seconds);
    json.put("text", statement.text);
    return json;
  }
}
