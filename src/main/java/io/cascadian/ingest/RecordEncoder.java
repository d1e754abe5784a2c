package io.cascadian.ingest;

import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.RowBinary;

/**
 * Encodes records that are at hand as the pipeline encodes those that it reads, for whoever loads a history without a source: no cursor moves, and a record
 * that cannot be used is an error instead of a dead letter.
 *
 * <p>Used by one thread; what {@link #take} returns may be inserted by another one.
 */
public final class RecordEncoder {

  private final StreamDefinition stream;
  private final RecordMapper mapper;
  private Rows rows = new Rows();

  /** @throws IllegalArgumentException when there is no such target, or it needs pools */
  public RecordEncoder(StreamDefinition stream, Contracts contracts) {
    this.stream = stream;
    this.mapper = RecordKind.mapper(stream.target(), contracts, () -> {
      throw new IllegalArgumentException("records of the target '" + stream.target() + "' cannot be encoded without pools");
    });
  }

  /**
   * Encodes a record.
   *
   * @param fence revision of its rows
   * @throws IllegalArgumentException when it cannot be used
   */
  public void add(SourceRecord record, long fence) {
    try {
      mapper.map(stream, record, fence, rows);
    } catch (RejectedRecordException e) {
      throw new IllegalArgumentException("stream " + stream.name() + ", record " + record.value("id") + ": " + e.getMessage(), e);
    }
  }

  /** Returns the rows that were encoded since the last call. */
  public Encoded take() {
    Encoded taken = new Encoded(rows);
    rows = new Rows();
    return taken;
  }

  /** Holds encoded rows of one or more tables. */
  public static final class Encoded {

    private final Rows rows;

    private Encoded(Rows rows) {
      this.rows = rows;
    }

    /** Returns the number of rows. */
    public long rows() {
      return rows.count();
    }

    /** Inserts the rows, each table in one insert. */
    public void insert(ClickHouse clickHouse) {
      rows.encoded().forEach((table, encoded) -> insert(clickHouse, table, encoded));
    }

    private static void insert(ClickHouse clickHouse, Rows.Table table, RowBinary encoded) {
      clickHouse.insert(table.table(), table.columns(), null, encoded::writeTo);
    }
  }
}
