package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.e2e.CommandLine;
import io.cascadian.runtime.HttpSettings;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.ResolutionSettings;
import io.cascadian.runtime.SandboxSettings;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.ServiceSettings;
import io.cascadian.runtime.StoreSettings;
import io.cascadian.settings.Setting;
import io.cascadian.testkit.TestStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the blocks that are marked with {@code run}, against a running service with a tiny market: each does what it is there for. */
class ExamplesIT {

  private static final String FEED = """
      {"record":"entity","subgraph":"orderbook-subgraph","entity":"OrderFilledEvent","block":80000000,"object":{"id":"0xaa_0xbb",\
      "transactionHash":"0xaa","timestamp":"1760000000","orderHash":"0xbb","maker":"0x1111111111111111111111111111111111111111",\
      "taker":"0x2222222222222222222222222222222222222222","makerAssetId":"0","takerAssetId":"77","makerAmountFilled":"510000",\
      "takerAmountFilled":"1000000","fee":"0"}}
      {"record":"event","id":"1","slug":"example","title":"Example","tags":["Anything"],"created_at":1750000000}
      {"record":"market","event_id":"1","id":"2","condition_id":"0x00000000000000000000000000000000000000000000000000000000000000aa",\
      "question":"Will it?","outcomes":["Yes","No"],"token_ids":["77","78"]}
      {"record":"token","block":80000000,"token_id":"77","condition_id":"0x00000000000000000000000000000000000000000000000000000000000000aa",\
      "outcome_index":0}
      {"record":"condition","block":80000000,"condition_id":"0x00000000000000000000000000000000000000000000000000000000000000aa",\
      "token_ids":["77","78"],"payout_numerators":[1,0]}
      """;

  @TempDir
  private static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Map<Setting, String> settings;
  private static Map<String, String> databases;
  private static Service service;

  @BeforeAll
  static void start() throws Exception {
    databases = TestStores.freshEnvironment();
    settings = Map.of(
        StoreSettings.DATA_DIR, folder.resolve("data").toString(),
        SandboxSettings.SANDBOX_FEED, Files.writeString(folder.resolve("feed.jsonl"), FEED).toString(),
        ServiceSettings.RUNTIME_DIR, folder.resolve("runtime").toString(),
        ResolutionSettings.DROP_DIR, folder.resolve("drop").toString(),
        ServiceSettings.LOG_DIR, folder.resolve("logs").toString(),
        HttpSettings.HTTP_PORT, "0",
        ResolutionSettings.RESOLUTION_MIN_RESOLVED, "0");
    service = Service.start(Modules.load(settings, databases, folder), System.out, true);
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
        assertThat(line).matches("(cascadian|java -jar target/cascadian\\.jar) .*");
        command(Markdown.words(line.replaceFirst("^(cascadian|java -jar target/cascadian\\.jar) ", "")));
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
    Map<String, String> environment = new HashMap<>(databases);
    settings.forEach((setting, value) -> environment.put(setting.name(), value));
    try (CommandLine command = CommandLine.start(environment, words.toArray(String[]::new))) {
      assertThat(command.exitCode(60)).as(command.text()).isZero();
      assertThat(command.text()).isNotBlank();
    }
  }
}
