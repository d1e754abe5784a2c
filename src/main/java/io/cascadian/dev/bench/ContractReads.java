package io.cascadian.dev.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Lists the reads of the HTTP contract: all of {@code /api/} that need no token, except health, which asks the source as
 * well and has a goal of its own, and the stream, which is not offered.
 */
public final class ContractReads {

  private ContractReads() {}

  /**
   * Returns the reads that have values for their parameters.
   *
   * @param contract the OpenAPI document
   * @param values of the parameters of paths by the beginning of the path, such as {@code /api/strategies/} → ids; a path whose values are not
   *     there is left out
   * @param goalMillis that each kind is held against
   */
  public static List<ApiBench.Read> of(String contract, Map<String, List<String>> values, int goalMillis) {
    Map<?, ?> document = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(contract);
    List<ApiBench.Read> reads = new ArrayList<>();
    ((Map<?, ?>) document.get("paths")).forEach((template, methods) -> {
      String path = template.toString();
      if (((Map<?, ?>) methods).get("get") instanceof Map<?, ?> get && !get.containsKey("security") && path.startsWith("/api/")
          && !path.equals("/api/health") && !path.startsWith("/api/health/") && !path.endsWith("/stream")) {
        List<String> paths = filled(path, values);
        if (!paths.isEmpty()) {
          reads.add(new ApiBench.Read(path.substring("/api/".length()), paths, goalMillis));
        }
      }
    });
    return reads;
  }

  private static List<String> filled(String path, Map<String, List<String>> values) {
    int begin = path.indexOf('{');
    if (begin < 0) {
      return List.of(path);
    }
    String rest = path.substring(path.indexOf('}') + 1);
    return values.getOrDefault(path.substring(0, begin), List.of()).stream().map(value -> path.substring(0, begin) + value + rest).toList();
  }
}
