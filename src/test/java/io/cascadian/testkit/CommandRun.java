package io.cascadian.testkit;

import io.cascadian.cli.CascadianCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A command of the program that ran within this process, which has no start of a machine to wait for.
 *
 * @param code its exit code
 * @param out what was written to the standard output meanwhile
 * @param text the same with what was written to the standard error, in the order of writing
 */
public record CommandRun(int code, String out, String text) {

  /**
   * Runs a command to its end. Not beside another one: the streams are the process's, and what else runs in it writes to them as well.
   *
   * @param environment in place of the process's variables
   */
  public static CommandRun of(Map<String, String> environment, String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(stream(new Both(printed, written)));
    System.setErr(stream(written));
    try {
      int code = CascadianCommand.run(environment, words);
      return new CommandRun(code, printed.toString(StandardCharsets.UTF_8), written.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static PrintStream stream(OutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  /** Writes to two streams. */
  private static final class Both extends OutputStream {

    private final OutputStream one;
    private final OutputStream other;

    Both(OutputStream one, OutputStream other) {
      this.one = one;
      this.other = other;
    }

    @Override
    public void write(int octet) throws IOException {
      one.write(octet);
      other.write(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      one.write(bytes, offset, length);
      other.write(bytes, offset, length);
    }
  }
}
