package io.cascadian.docs;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/api.md} is made of the contract of the HTTP interface. */
class ApiPageTest {

  private static final String HEAD = """
      # HTTP interface

      Written by the build from the contract, [openapi.yaml](api/openapi.yaml), which the service also answers with at `/api/openapi.yaml`; do not
      edit it by hand.
      """;

  @Test
  void page_isThatOfTheContract() throws IOException {
    GeneratedPage.check(Path.of("docs/api.md"), ApiPage.of(DeployFiles.yaml(Path.of("docs/api/openapi.yaml")), HEAD));
  }
}
