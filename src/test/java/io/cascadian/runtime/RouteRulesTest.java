package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.routes.RouteEnvironment;
import io.cascadian.routes.ServiceRules;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks what modules contribute to the rules that edited routes are validated by. */
class RouteRulesTest {

  private final RouteEnvironment environment =
      RouteDeployment.environment(Modules.load(Map.of(), Map.of("DROP_DIR", "files/to read"), Path.of("target")));
  private final ServiceRules rules = environment.rules();

  @Test
  void rules_ofAllModules_nameBeansAndMethodsThatExist() {
    assertThat(environment.beans()).containsKey(rules.runLock());
    assertThat(List.of(rules.beginRun(), rules.endRun(), rules.abortRun(), rules.authorize())).allSatisfy(call -> {
      Class<?> bean = environment.beans().get(call.substring(0, call.indexOf('.')));
      assertThat(bean).as(call).isNotNull();
      assertThat(Arrays.stream(bean.getMethods()).map(Method::getName)).contains(call.substring(call.indexOf('.') + 1));
    });
  }

  @Test
  void rules_ofAllModules_nameEachAddressThatStartsRuns() {
    assertThat(rules.runAddresses()).containsExactlyInAnyOrder("direct:nightly", "direct:resolution-file-apply");
    assertThat(environment.expected()).containsKeys(rules.runAddresses().stream().map(address -> address.replace("direct:", "")).toArray(String[]::new));
  }

  @Test
  void rules_withDropFolder_nameItAsPlaceholdersDo() {
    assertThat(rules.dropFolder()).isEqualTo(Path.of(environment.properties().get("DROP_DIR")));
    assertThat(rules.inbox()).isEqualTo(".inbox");
    assertThat(rules.reservedPaths()).containsExactlyInAnyOrder("/observe", "/q");
  }
}
