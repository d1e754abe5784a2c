package io.cascadian.cli;

import io.cascadian.routes.CheckedRoutes;
import io.cascadian.routes.RouteDiagram;
import io.cascadian.routes.RouteFolder;
import io.cascadian.routes.RouteProblem;
import io.cascadian.routes.RouteTexts;
import io.cascadian.routes.RouteValidator;
import io.cascadian.runtime.RouteDeployment;
import io.cascadian.runtime.RouteSettings;
import io.cascadian.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "routes", mixinStandardHelpOptions = true, description = "The YAML routes of a folder; no database and no source is needed.")
final class RoutesCommand {

  @Command(name = "validate", mixinStandardHelpOptions = true,
      description = "Validates the folder, and the options of Camel in application.properties, -D and the environment, as the service does and exits: 0 they can be taken,"
          + " 1 they cannot; a line for each problem, and for each warning about something that the service would otherwise do.")
  int validate(@Parameters(paramLabel = "DIR", arity = "0..1", description = "folder of the routes (setting ROUTES_DIR)") Path dir,
      @Mixin CommonOptions options, @Mixin JsonOption json) throws IOException {
    Settings settings = options.with(RouteSettings.ROUTES_DIR, dir).settings();
    RouteFolder folder = RouteDeployment.folder(settings);
    RouteTexts texts = folder.read();
    CheckedRoutes checked = new RouteValidator(RouteDeployment.environment(settings)).validate(texts);
    List<String> ofCamel = RouteDeployment.camelOptions(settings);
    boolean good = checked.isGood() && ofCamel.isEmpty();
    if (json.isWanted()) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("good", good);
      all.put("options", ofCamel);
      all.put("problems", checked.problems().stream().map(RouteProblem::json).toList());
      all.put("ignored", texts.ignored().stream().map(RouteProblem::json).toList());
      all.put("warnings", checked.warnings().stream().map(RouteProblem::json).toList());
      JsonOption.print(all, System.out);
      return good ? 0 : 1;
    }
    ofCamel.forEach(System.out::println);
    Stream.concat(checked.problems().stream(), texts.ignored().stream())
        .forEach(problem -> System.out.println(folder.path().resolve(problem.file()) + problem.text().substring(problem.file().length())));
    checked.warnings()
        .forEach(problem -> System.out.println(folder.path().resolve(problem.file()) + problem.warning().substring(problem.file().length())));
    if (good) {
      System.out.println(folder.path() + (checked.warnings().isEmpty() ? ": all is well" : ": can be taken, with the warnings above"));
    }
    System.out.flush();
    return good ? 0 : 1;
  }

  @Command(name = "list", mixinStandardHelpOptions = true,
      description = "Prints id, file, where messages come from and description of each route, as tab-separated rows.")
  int list(@Parameters(paramLabel = "DIR", arity = "0..1", description = "folder of the routes (setting ROUTES_DIR)") Path dir,
      @Mixin CommonOptions options, @Mixin JsonOption json) throws IOException {
    Settings settings = options.with(RouteSettings.ROUTES_DIR, dir).settings();
    List<CheckedRoutes.Summary> routes = RouteValidator.read(RouteDeployment.folder(settings).read(), RouteDeployment.environment(settings)).routes();
    if (json.isWanted()) {
      JsonOption.print(Map.of("routes", routes.stream().map(RoutesCommand::json).toList()), System.out);
      return 0;
    }
    TabSeparated.row(System.out, "id", "file", "from", "description");
    routes.forEach(route -> TabSeparated.row(System.out, route.id(), route.file(), route.from(), route.description()));
    System.out.flush();
    return 0;
  }

  private static Map<String, Object> json(CheckedRoutes.Summary route) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", route.id());
    json.put("file", route.file());
    json.put("from", route.from());
    json.put("description", route.description());
    return json;
  }

  @Command(name = "diagram", mixinStandardHelpOptions = true,
      description = "Draws all routes and which of them call one another, as one SVG file that needs no others.")
  int diagram(@Parameters(paramLabel = "DIR", arity = "0..1", description = "folder of the routes (setting ROUTES_DIR)") Path dir,
      @Option(names = "--out", paramLabel = "FILE", description = "write it there instead of printing it") Path out,
      @Mixin CommonOptions options) throws IOException {
    Settings settings = options.with(RouteSettings.ROUTES_DIR, dir).settings();
    String svg = RouteDiagram.svg(RouteValidator.read(RouteDeployment.folder(settings).read(), RouteDeployment.environment(settings)));
    if (out == null) {
      System.out.print(svg);
      System.out.flush();
    } else {
      Files.writeString(out, svg);
    }
    return 0;
  }
}
