package io.cascadian.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.runtime.Modules;
import io.cascadian.runtime.RouteDeployment;
import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Route files as graphical editors save them: comments gone, the path of an endpoint among its parameters, other quotes and order of keys. */
class EditorFormTest {

  private static final RouteEnvironment ENVIRONMENT = RouteDeployment.environment(Modules.load(Map.of(), Map.of(), Path.of(".")));
  private static final DefaultCamelCatalog CATALOG = new DefaultCamelCatalog(true);

  @TempDir
  private Path folder;

  @Test
  void shippedRoutesSavedByAnEditor_areTheSameToTheValidator() throws IOException {
    RouteTree routes = RouteTree.copiedTo(folder);
    CheckedRoutes shipped = checked();
    int split = 0;
    for (Path file : routes.files()) {
      Object saved = saved(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
      String text = new Dump(DumpSettings.builder().build()).dumpToString(saved);
      split += text.contains("uri: direct\n") || text.contains("uri: direct,") ? 1 : 0;
      Files.writeString(file, text);
    }
    assertThat(split).as("files in the other form").isGreaterThan(5);
    CheckedRoutes checked = checked();
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings()).isEmpty();
    assertThat(checked.routes()).isEqualTo(shipped.routes());
    for (int i = 0; i < shipped.graph().nodes().size(); i++) {
      CallGraph.Node before = shipped.graph().nodes().get(i);
      CallGraph.Node after = checked.graph().nodes().get(i);
      assertThat(after.input()).isEqualTo(before.input());
      assertThat(after.options()).as(after.id()).isEqualTo(before.options());
      assertThat(new TreeSet<>(checked.graph().callees(after))).as(after.id()).isEqualTo(new TreeSet<>(shipped.graph().callees(before)));
    }
  }

  private CheckedRoutes checked() throws IOException {
    return new RouteValidator(ENVIRONMENT).validate(new RouteFolder(folder).read());
  }

  private static Object saved(Object value) {
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(saved(item)));
      return copy;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<Object, Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(key, saved(item)));
    if (copy.get("uri") instanceof String uri && uri.contains(":") && !uri.contains("{{") && !uri.contains("${")) {
      split(uri, copy);
    }
    return copy;
  }

  private static void split(String uri, Map<Object, Object> endpoint) {
    String scheme = uri.substring(0, uri.indexOf(':'));
    ComponentModel model = CATALOG.componentModel(scheme);
    if (model == null || model.getEndpointPathOptions().size() != 1) {
      return;
    }
    Map<Object, Object> parameters = new LinkedHashMap<>();
    parameters.put(model.getEndpointPathOptions().get(0).getName(), uri.substring(uri.indexOf(':') + 1));
    if (endpoint.get("parameters") instanceof Map<?, ?> others) {
      parameters.putAll(others);
    }
    endpoint.put("uri", scheme);
    endpoint.put("parameters", parameters);
  }
}
