package io.cascadian.dev.cli;

import io.cascadian.dev.simulator.SimulationOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the version of the market simulation, as the setting SANDBOX_SIMULATION_VERSION has it. */
final class SimulationVersion implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String text) {
    if (text.strip().matches("[1-" + SimulationOptions.NEWEST + "]")) {
      return Integer.valueOf(text.strip());
    }
    throw new TypeConversionException("'" + text + "' is not a version of the market simulation; there are 1 to " + SimulationOptions.NEWEST);
  }
}
