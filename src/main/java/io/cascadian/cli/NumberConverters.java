package io.cascadian.cli;

import java.math.BigInteger;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Read numbers on the command line; what is none, or out of range, is rejected with the range. */
public final class NumberConverters {

  private NumberConverters() {}

  /** Any whole number that an int holds. */
  public static final class Whole implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
  }

  /** Any whole number that a long holds. */
  public static final class WholeLong implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  /** A whole number from 0. */
  public static final class NotNegative implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 0, Integer.MAX_VALUE);
    }
  }

  /** A whole number from 1. */
  public static final class Positive implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 1, Integer.MAX_VALUE);
    }
  }

  /** Size of a simulated history, as the setting SANDBOX_SCALE has it. */
  public static final class Scale implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 1, 1_000);
    }
  }

  /** A TCP port; 0 for any free one. */
  public static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 0, 65_535);
    }
  }

  /** A strategy's number. */
  static final class StrategyNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return known(text, "strategy's", "'cascadian strategies list' shows them");
    }
  }

  /** A run's number. */
  static final class RunNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return known(text, "run's", "'cascadian runs' lists them");
    }
  }

  /** A dead letter's number. */
  static final class DeadLetterNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return known(text, "dead letter's", "'cascadian dead-letters' lists them");
    }
  }

  /** A number of a build of the wallet tables. */
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
