package io.cascadian.dev.embedded;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import java.io.IOException;

/**
 * Runs the embedded ClickHouse in a child process: loads the engine and gives it the command line.
 *
 * <p>It is a process of its own so that it can be killed and started again without the service, and ends when its standard input does. It then
 * ends at once, as when it is killed: what an insert has answered for is in files by then.
 */
final class ClickHouseProcess {

  /** Exit code of an engine that ended without being asked to. */
  static final int FAILED = 3;

  private ClickHouseProcess() {}

  /** @param args the library's path, then the engine's own arguments */
  public static void main(String[] args) {
    endWithInput();
    NativeLibrary engine = NativeLibrary.getInstance(args[0]);
    // the JVM needs its signals for itself
    engine.getFunction("chdb_set_signal_handlers_enabled").invokeVoid(new Object[] {0});
    // the first argument is taken for the program's name; without one the data directory would be the thing that is passed over
    String[] arguments = args.clone();
    arguments[0] = "clickhouse";
    Function run = engine.getFunction("chdb_query_cmdline");
    Pointer result = run.invokePointer(new Object[] {arguments.length, new StringArray(arguments)});
    String error = result == null
        ? "the engine returned nothing"
        : engine.getFunction("chdb_result_error").invokeString(new Object[] {result}, false);
    // its query has no end, so whatever comes back is a failure, also where the engine wrote the reason itself: a port that it could not listen on
    System.err.println(error == null || error.isEmpty() ? "the engine ended by itself" : error);
    // not an exit: the engine's own threads would keep the process
    Runtime.getRuntime().halt(FAILED);
  }

  /** The input is a pipe that nothing is ever written to: its end is the parent's, or asked for by the parent. */
  private static void endWithInput() {
    // not the virtual machine's end, which would take the engine down under its working threads
    Function exit = NativeLibrary.getInstance("c").getFunction("_exit");
    Thread watcher = new Thread(() -> {
      try {
        while (System.in.read() >= 0) {
          continue;
        }
      } catch (IOException e) {
        // the same as its end
      }
      exit.invokeVoid(new Object[] {0});
    }, "input");
    watcher.setDaemon(true);
    watcher.start();
  }
}
