package io.cascadian.routes;

import io.cascadian.routes.RouteUnit.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;

/**
 * Joins an endpoint URI that is written as {@code uri: direct} with the rest of its address among the parameters, as graphical editors save it. Thread-safe.
 *
 * @param uri scheme and path
 * @param parameters those that are no part of the path
 */
record SplitUri(String uri, List<Parameter> parameters) {

  /** Camel's components, and those of this program. */
  private static final Components COMPONENTS = new Components(SplitUri.class.getClassLoader());

  /** Returns the same endpoint with its path in the URI; as it is where that is there already, or the component is not known. */
  static SplitUri joined(String uri, List<Parameter> parameters) {
    Optional<ComponentModel> model = uri.isEmpty() || uri.contains(":") || uri.contains("{{") || !COMPONENTS.isHere(uri) ? Optional.empty() : COMPONENTS.model(uri);
    if (model.isEmpty()) {
      return new SplitUri(uri, parameters);
    }
    List<String> path = model.get().getEndpointPathOptions().stream().map(EndpointOptionModel::getName).toList();
    Map<String, String> values = new LinkedHashMap<>();
    List<Parameter> rest = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (path.contains(parameter.name())) {
        values.put(parameter.name(), parameter.value());
      } else {
        rest.add(parameter);
      }
    }
    try {
      return values.isEmpty() ? new SplitUri(uri, parameters) : new SplitUri(COMPONENTS.catalog().asEndpointUri(uri, values, false), rest);
    } catch (IllegalArgumentException e) {
      // what it lacks is reported where its component is checked
      return new SplitUri(uri, parameters);
    }
  }
}
