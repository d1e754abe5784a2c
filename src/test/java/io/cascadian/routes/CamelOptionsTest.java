package io.cascadian.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of Camel in application.properties: Camel's own are accepted in each of their forms, slips are reported with what to write. */
class CamelOptionsTest {

  private static final CamelOptions OPTIONS = new CamelOptions(CamelOptionsTest.class.getClassLoader());

  @ParameterizedTest
  @ValueSource(strings = {
      "camel.main.shutdownTimeout=120", "camel.main.shutdown-timeout=120", "camel.main.name={{NAME}}", "camel.main.dumpRoutes=yaml",
      "camel.context.messageHistory=true", "camel.server.maxBodySize=1000000", "camel.routecontroller.enabled=true",
      "camel.routeController.backOffDelay=5s", "camel.component.quartz.autoStartScheduler=false", "camel.component.http.connect-timeout=5s",
      "camel.dataformat.jackson.prettyPrint=true", "camel.language.simple.trim=true", "camel.beans.cache=#class:java.util.HashMap",
      "camel.beans.cache.size=5", "camel.variable.greeting=hi", "camel.resilience4j.failureRateThreshold=50", "camel.health.config[a].enabled=false",
      "camel.metrics.binders=jvm-memory", "camel.ssl.keyStore=server.p12", "camel.threadpool.poolSize=5", "camel.vault.aws.region=eu",
      "camel.debug.enabled=false", "http.port=9000", "anything=else"})
  void optionOfCamel_isAccepted(String line) throws IOException {
    assertThat(problems(line)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "camel.servr.maxBodySize=5 | there is no group of options 'camel.servr' | write camel.server.maxBodySize",
      "camel.main.shutdownTimout=5 | there is no option 'camel.main.shutdownTimout' | write camel.main.shutdownTimeout",
      "camel.server.maxBodySze=5 | there is no option | write camel.server.maxBodySize",
      "camel.main.shutdownTimeout=soon | 'soon' cannot be the value of camel.main.shutdownTimeout | write a number",
      "camel.server.useGlobalSslContextParameters=yes | 'yes' cannot be the value | write true or false",
      "camel.routecontroller.enabled=tru | 'tru' cannot be the value | true or false",
      "camel.health.exposure-level=ful | 'ful' cannot be the value | write 'full'",
      "camel.component.quarz.autoStartScheduler=false | there is no component 'quarz' | write camel.component.quartz.autoStartScheduler",
      "camel.component.quartz.autoStartSchedulr=false | has no option 'autoStartSchedulr' | write 'autoStartScheduler'",
      "camel.component.seda.queueSize=many | 'many' cannot be the value | Invalid integer value",
      "camel.dataformat.jackson.prettyPrint=maybe | 'maybe' cannot be the value | Invalid boolean value",
      "camel.wrong=1 | there is no group of options 'camel.wrong' | groups are"})
  void slip_isReportedWithLineAndRemedy(String line, String problem, String remedy) throws IOException {
    assertThat(problems("# a comment\nother=1\n" + line)).singleElement().satisfies(p -> assertThat(p.text())
        .startsWith("application.properties:3: ").contains(problem).contains(remedy));
  }

  @Test
  void optionThatASettingDecides_isReportedWithTheSetting() throws IOException {
    assertThat(problems("camel.server.port=9000")).extracting(RouteProblem::text).containsExactly(
        "application.properties:1: the service sets the option camel.server.port itself — write http.port instead");
  }

  @Test
  void slipInTheProcess_isReportedWhereItWasGiven() {
    Map<String, String> system = Map.of("camel.main.shutdownTimout", "5", "camel.server.port", "9000", "camel.servr.maxBodySize", "5", "user.dir", "/",
        "camel.threads.virtual.enabled", "true", "camel.main.name", "mine");
    Map<String, String> environment = Map.of("CAMEL_MAIN_SHUTDOWN_TIMEOUT", "soon", "CAMEL_SERVER_PORT", "9000", "CAMEL_MAIN_NAME", "mine", "CAMEL_HOME", "/",
        "CAMEL_COMPONENT_SEDA_QUEUE_SIZE", "5", "HOME", "/");
    assertThat(OPTIONS.problemsOfProcess(system, environment, Map.of("camel.server.port", "write http.port instead"))).containsExactly(
        "-Dcamel.main.shutdownTimout: there is no option 'camel.main.shutdownTimout' — write camel.main.shutdownTimeout",
        "-Dcamel.server.port: the service sets the option camel.server.port itself — write http.port instead",
        "-Dcamel.servr.maxBodySize: there is no group of options 'camel.servr' — write camel.server.maxBodySize",
        "CAMEL_MAIN_SHUTDOWN_TIMEOUT: 'soon' cannot be the value of camel.main.shutdown-timeout — write a number",
        "CAMEL_SERVER_PORT: the service sets the option camel.server.port itself — write http.port instead");
  }

  private static List<RouteProblem> problems(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
    return OPTIONS.problems(text, values, Map.of("camel.server.port", "write http.port instead"));
  }
}
