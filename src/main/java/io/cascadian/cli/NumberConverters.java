package io.cascadian.cli;

import java.math.BigInteger;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts numbers of the command line; a value that is not a number or out of range is rejected with the range. */
public final class NumberConverters {

  private NumberConverters() {}

  /** Converts any number in the range of int. */
  public static final class Whole implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
  }

  /** Converts any number in the range of long. */
  public static final class WholeLong implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  /** Converts a number from 0. */
  public static final class NotNegative implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 0, Integer.MAX_VALUE);
    }
  }

  /** Converts a number from 1. */
  public static final class Positive implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 1, Integer.MAX_VALUE);
    }
  }

  /** Converts the size of a simulated history, in the range of the setting SANDBOX_SCALE. */
  public static final class Scale implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 1, 1_000);
    }
  }

  /** Converts a TCP port; 0 for any free one. */
  public static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 0, 65_535);
    }
  }

  /** Converts the number of a strategy. */
  static final class StrategyNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return known(text, "strategy's", "'cascadian strategies list' shows them");
    }
  }

  /** Converts the number of a run. */
  static final class RunNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return known(text, "run's", "'cascadian runs' lists them");
    }
  }

  /** Converts the number of a dead letter. */
  static final class DeadLetterNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return known(text, "dead letter's", "'cascadian dead-letters' lists them");
    }
  }

  /** Converts the number of a build of the wallet tables. */
  static final class BuildNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return known(text, "build's", "'cascadian rollback --list' shows them");
    }
  }

  /** Numbers that the databases gave. */
  private static long known(String text, String whose, String remedy) {
    if (text.strip().matches("[0-9]{1,18}")) {
      return Long.parseLong(text.strip());
    }
    throw new TypeConversionException("'" + text + "' is not a " + whose + " number; " + remedy);
  }

  private static long whole(String text, long least, long most) {
    if (text.strip().matches("[+-]?[0-9]+")) {
      BigInteger number = new BigInteger(text.strip());
      if (number.compareTo(BigInteger.valueOf(least)) >= 0 && number.compareTo(BigInteger.valueOf(most)) <= 0) {
        return number.longValue();
      }
    }
    throw new TypeConversionException("'" + text + "' is not a whole number" + range(least, most));
  }

  private static String range(long least, long most) {
    if (least == Integer.MIN_VALUE || least == Long.MIN_VALUE) {
      return "";
    }
    return most == Integer.MAX_VALUE ? " from " + least + " on" : " from " + least + " to " + most;
  }
}
