package io.cascadian.cli;

import io.cascadian.nightly.Gate;
import io.cascadian.runtime.Inspections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "gates", mixinStandardHelpOptions = true,
    description = "Evaluates all validation gates now and exits: 0 every blocking one passed, 1 otherwise. Changes nothing.")
final class GatesCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() throws Exception {
    List<Gate> gates = Inspections.gates(options.settings());
    long failed = gates.stream().filter(gate -> gate.blocking() && !gate.passed()).count();
    if (json.isWanted()) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("passed", failed == 0);
      all.put("gates", gates.stream().map(Gate::json).toList());
      JsonOption.print(all, System.out);
      return failed == 0 ? 0 : 1;
    }
    for (Gate gate : gates) {
      System.out.printf(Locale.ROOT, "  %s %-28s %s%n", gate.passed() ? "✓" : gate.blocking() ? "✗" : "⚠", gate.name(), gate.message());
      gate.details().forEach(each -> System.out.println("      " + each.entrySet().stream()
          .map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(" · "))));
    }
    System.out.println(failed == 0
        ? "── every blocking gate passed"
        : "── " + failed + " blocking " + (failed == 1 ? "gate" : "gates") + " failed");
    return failed == 0 ? 0 : 1;
  }
}
