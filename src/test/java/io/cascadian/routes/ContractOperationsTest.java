package io.cascadian.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks what is read of the contracts that routes name. */
class ContractOperationsTest {

  @TempDir
  private Path folder;

  @Test
  void changedContract_isReadAgain() throws IOException {
    Path file = folder.resolve("mine.json");
    write(file, "one");
    assertThat(ContractOperations.of("file:" + file)).containsOnlyKeys("one").containsValue("GET /own");
    write(file, "other");
    assertThat(ContractOperations.of("file:" + file)).containsOnlyKeys("other");
    Files.delete(file);
    assertThat(ContractOperations.of("file:" + file)).isEmpty();
  }

  private static void write(Path file, String operation) throws IOException {
    Files.writeString(file, "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"t\", \"version\": \"1\"}, \"paths\": {\"/own\": {\"get\": {\"operationId\": \"" + operation
        + "\", \"responses\": {\"200\": {\"description\": \"d\"}}}}}}");
  }
}
