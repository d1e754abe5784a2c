package io.cascadian.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Creates commands, converters and option groups for picocli, and gives {@link CommonOptions} the variables that its settings are read from.
 *
 * @param environment usually {@code System.getenv()}
 */
record CommandFactory(Map<String, String> environment) implements IFactory {

  @Override
  public <K> K create(Class<K> type) throws Exception {
    return type == CommonOptions.class ? type.cast(new CommonOptions(environment)) : CommandLine.defaultFactory().create(type);
  }
}
