package io.cascadian.ingest;

import io.cascadian.source.StreamDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Identifies the stored rows of a stream.
 *
 * @param table that holds them
 * @param sql name of the table in the names of this package's statements
 * @param source as the rows name it, {@code era} as well
 * @param kind of position event; empty for trades
 */
record StreamRows(String table, String sql, String source, String era, String kind) {

  /** Returns the rows of a stream; empty for entities without a time, which are not events and are read again when they change. */
  static Optional<StreamRows> of(StreamDefinition stream) {
    if (!stream.orderBy().equals("timestamp")) {
      return Optional.empty();
    }
    return RecordKind.find(stream.target()).flatMap(kind -> switch (kind.events()) {
      case TRADES -> Optional.of(new StreamRows("trades_raw", "trades", stream.source(), stream.era(), ""));
      case POSITIONS -> Optional.of(new StreamRows("position_events", "position-events", stream.source(), stream.era(), kind.name()));
      case NONE -> Optional.empty();
    });
  }

  /** Returns the parameters of the statements, as a map to be added to. */
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("source", source);
    parameters.put("era", era);
    parameters.put("kind", kind);
    return parameters;
  }
}
