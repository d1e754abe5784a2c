package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.e2e.CommandLine;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.Service;
import io.cascadian.testkit.OneTrade;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the blocks that are marked with {@code run}, against a running service with a tiny market: each does what it is there for. */
@Tag("proof")
class ExamplesIT {

  @TempDir
  private static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Map<String, String> environment;
  private static Service service;

  @BeforeAll
  static void start() throws Exception {
    environment = new OneTrade(510_000, 1_000_000, "1,0").environment(folder, TestStores.freshEnvironment());
    service = Service.start(Modules.load(Map.of(), environment, folder), System.out, true);
    assertThat(service.nightly("start").status().exitCode()).isZero();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @TestFactory
  Stream<DynamicTest> everyExampleDoesWhatItIsThereFor() throws IOException {
    List<String> lines = Markdown.all().stream().flatMap(document -> document.shellLines(true).stream()).distinct().toList();
    assertThat(lines).hasSizeGreaterThan(5);
    return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> {
      if (line.startsWith("curl -s ")) {
        request(Markdown.words(line.substring("curl -s ".length())));
      } else {
        assertThat(line).matches("((\\./)?cascadian|java -jar target/cascadian\\.jar) .*");
        command(Markdown.words(line.replaceFirst("^((\\./)?cascadian|java -jar target/cascadian\\.jar) ", "")));
      }
    }));
  }

  private static void request(List<String> words) throws Exception {
    boolean post = words.get(0).equals("-X");
    URI uri = URI.create(words.get(words.size() - 1).replace("http://127.0.0.1:8080", service.url()));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    HttpResponse<String> answer = HTTP.send(
        (post ? request.POST(HttpRequest.BodyPublishers.noBody()) : request.GET()).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    assertThat(answer.body()).startsWith("{");
  }

  private static void command(List<String> words) throws Exception {
    // in a process of its own, as a user's: one in this process would let go of the service's file locks when it ends
    try (CommandLine command = CommandLine.start(environment, words.toArray(String[]::new))) {
      assertThat(command.exitCode(60)).as(command.text()).isZero();
      assertThat(command.text()).isNotBlank();
    }
  }
}
