package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.routes.CheckedRoutes;
import io.cascadian.routes.RouteDiagram;
import io.cascadian.routes.RouteFolder;
import io.cascadian.routes.RouteValidator;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.RouteDeployment;
import io.cascadian.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/routes.md shows the routes that there are. */
class RoutesPageTest {

  @TempDir
  private Path empty;

  @Test
  void picture_showsTheRoutesAsTheyAre() throws IOException {
    Settings settings = Modules.load(Map.of(), Map.of(), empty);
    CheckedRoutes routes = RouteValidator.read(new RouteFolder(Path.of("routes")).read(), RouteDeployment.environment(settings));
    assertThat(routes.problems()).isEmpty();
    GeneratedPage.check(Path.of("docs/routes.svg"), RouteDiagram.svg(routes));
  }

  @Test
  void page_namesEveryFolderOfRoutes() throws IOException {
    String page = Files.readString(Path.of("docs/routes.md"));
    for (Path folder : Files.list(Path.of("routes")).toList()) {
      assertThat(page).contains(folder.getFileName().toString());
    }
  }
}
