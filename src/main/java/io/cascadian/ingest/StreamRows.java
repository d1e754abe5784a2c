package io.cascadian.ingest;

import io.cascadian.source.StreamDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Identifies the stored rows of a stream.
 *
 * @param events the table that holds them
 * @param source as the rows name it, {@code era} as well
 * @param kind of position event; empty for events of other tables
 */
record StreamRows(RecordKind.Events events, String source, String era, String kind) {

  /** Returns the rows of a stream; empty for entities without a time, which are not events and are read again when they change. */
  static Optional<StreamRows> of(StreamDefinition stream) {
    if (!stream.orderBy().equals("timestamp")) {
      return Optional.empty();
    }
    return RecordKind.find(stream.target()).filter(kind -> kind.events() != RecordKind.Events.NONE).map(kind -> new StreamRows(
        kind.events(), stream.source(), stream.era(), kind.events() == RecordKind.Events.POSITIONS ? kind.name() : ""));
  }

  String table() {
    return events.table();
  }

  /** Returns the name of the table in the names of this package's statements. */
  String sql() {
    return events.sql();
  }

  /** Returns whether wallets' positions and P&L are made of them, so that it has to be noted which of them change. */
  boolean inLedger() {
    return events.inLedger();
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
