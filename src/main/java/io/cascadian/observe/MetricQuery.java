package io.cascadian.observe;

import io.cascadian.store.Sql;
import java.util.Collection;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;

/**
 * Describes a statement on Postgres and the metrics that its answer becomes: a row is a set of labels, a column a metric. Null is no value.
 *
 * @param sql name of the file under {@code sql/observe}
 * @param labels columns that are labels
 * @param known values for the statement's one parameter, an array of texts; null where it has none
 */
public record MetricQuery(String sql, List<String> labels, List<Column> columns, Supplier<? extends Collection<String>> known) {

  /** Describes a statement without a parameter. */
  public MetricQuery(String sql, List<String> labels, List<Column> columns) {
    this(sql, labels, columns, null);
  }

  /**
   * Maps a column with numbers to a metric.
   *
   * @param counter whether it only grows
   * @param unit base unit, which becomes a part of the name; empty for none
   */
  public record Column(String column, String metric, boolean counter, String unit, String meaning, DoubleBinaryOperator together) {

    /** @param together what the value is of several rows that share labels because these are bounded */
    public static Column gauge(String column, String metric, String unit, String meaning, DoubleBinaryOperator together) {
      return new Column(column, metric, false, unit, meaning, together);
    }

    public static Column counter(String column, String metric, String unit, String meaning) {
      return new Column(column, metric, true, unit, meaning, Double::sum);
    }
  }

  public MetricQuery {
    labels = List.copyOf(labels);
    columns = List.copyOf(columns);
  }

  String text() {
    return Sql.load("observe/" + sql);
  }
}
