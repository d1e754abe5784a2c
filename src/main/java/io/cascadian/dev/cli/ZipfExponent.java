package io.cascadian.dev.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the exponent of the activity of wallets, as the setting SANDBOX_ZIPF_EXPONENT has it. */
final class ZipfExponent implements ITypeConverter<Double> {

  @Override
  public Double convert(String text) {
    if (text.strip().matches("[0-2](\\.[0-9]{1,3})?|3(\\.0{1,3})?")) {
      return Double.valueOf(text.strip());
    }
    throw new TypeConversionException("'" + text + "' is not a number from 0 to 3 with at most three decimals");
  }
}
