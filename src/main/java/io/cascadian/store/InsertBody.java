package io.cascadian.store;

import com.clickhouse.client.api.DataStreamWriter;
import java.io.IOException;
import java.io.OutputStream;

/** Passes encoded rows to the driver as the body of an insert. */
record InsertBody(ClickHouse.RowWriter rows) implements DataStreamWriter {

  @Override
  public void onOutput(OutputStream out) throws IOException {
    rows.writeTo(out);
    out.close();
  }

  @Override
  public void onRetry() {
    // nothing to rewind: the driver is set to make one attempt
  }
}
