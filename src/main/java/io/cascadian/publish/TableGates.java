package io.cascadian.publish;

import io.cascadian.settings.Settings;
import java.util.List;
import java.util.function.Function;

/** Adds gates on the published numbers, which a statement of ClickHouse answers; settings may decide their limits. */
public record TableGates(Function<Settings, List<TableGate>> reader) {

  /** Adds gates that no setting changes. */
  public static TableGates of(List<TableGate> gates) {
    return new TableGates(settings -> gates);
  }

  /** Returns the gates of all features. */
  public static List<TableGate> all(List<TableGates> features, Settings settings) {
    return features.stream().flatMap(gates -> gates.reader().apply(settings).stream()).toList();
  }
}
