package io.cascadian.dev.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts a command in a session of its own where the system can, so that Ctrl-C in the terminal reaches the service alone, which then
 * stops its engines in order.
 */
final class DetachedCommand {

  private DetachedCommand() {}

  static List<String> prefix() {
    String path = System.getenv("PATH");
    for (String folder : path == null ? new String[0] : path.split(":")) {
      Path setsid = Path.of(folder, "setsid");
      if (Files.isExecutable(setsid)) {
        return List.of(setsid.toString());
      }
    }
    return List.of();
  }
}
