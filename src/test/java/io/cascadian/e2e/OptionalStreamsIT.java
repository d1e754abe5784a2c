package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunStatus;
import io.cascadian.nightly.StepRecord;
import io.cascadian.runtime.Modules;
import io.cascadian.runtime.Service;
import io.cascadian.testkit.OneTrade;
import io.cascadian.testkit.TestStores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that not every source has: a sandbox whose feed has their records switches them on, and without records nothing is reported of them. */
class OptionalStreamsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OTHER = "0x" + "3".repeat(40);
  private static final String RECORDS = """
      {"record":"entity","subgraph":"activity-subgraph","entity":"Reward","block":80000001,"object":{"id":"0xd1","timestamp":"1760000002",\
      "stakeholder":"%1$s","amount":"12500000"}}
      {"record":"entity","subgraph":"activity-subgraph","entity":"Reward","block":80000002,"object":{"id":"0xd2","timestamp":"1760000004",\
      "stakeholder":"%1$s","amount":"250000","kind":"MAKER_REBATE","condition":"0x%3$s"}}
      {"record":"entity","subgraph":"activity-subgraph","entity":"Reward","block":80000003,"object":{"id":"0xd3","timestamp":"1760000006",\
      "stakeholder":"%2$s","amount":"1","kind":"TAKER_REBATE"}}
      {"record":"entity","subgraph":"transfers-subgraph","entity":"ShareTransfer","block":80000004,"object":{"id":"0xd4","timestamp":"1760000008",\
      "from":"%1$s","to":"%2$s","tokenIds":["77"],"amounts":["300000"]}}
      {"record":"entity","subgraph":"polymarket-subgraph","entity":"Condition","block":80000005,"object":{"id":"0x%3$s",\
      "resolutionTimestamp":"1760000010","payoutNumerators":["1","0"],"resolutionHash":"0xab"}}
      """;

  @TempDir
  private Path folder;

  @Test
  void feedWithTheirRecords_isReadAndShown_andIsNoPnl() throws Exception {
    Map<String, String> environment = new OneTrade(510_000, 1_000_000, "1,0").environment(folder, TestStores.freshEnvironment());
    Files.writeString(Path.of(environment.get("SANDBOX_FEED")), String.format(Locale.ROOT, RECORDS, OneTrade.MAKER, OTHER, OneTrade.CONDITION), StandardOpenOption.APPEND);
    try (Service service = Service.start(Modules.load(Map.of(), environment, folder), System.out, true)) {
      JsonNode ingest = ingest(service.nightly("test"));
      assertThat(ingest.path("streams").path("rewards").path("events").asLong()).isEqualTo(3);
      assertThat(ingest.path("streams").path("transfers").path("events").asLong()).isEqualTo(1);
      assertThat(ingest.path("streams").path("resolution-times").path("events").asLong()).isEqualTo(1);

      JsonNode rewards = get(service, OneTrade.MAKER, "rewards", 200);
      assertThat(rewards.path("total_usd").asText()).isEqualTo("12.750000");
      assertThat(rewards.path("available").asBoolean()).isTrue();
      assertThat(rewards.path("rewards")).extracting(r -> r.path("kind").asText() + " " + r.path("payments").asInt() + " " + r.path("amount_usd").asText())
          .containsExactly("REWARD 1 12.500000", "MAKER_REBATE 1 0.250000");
      assertThat(get(service, OTHER, "transfers", 200).toString())
          .isEqualTo("{\"wallet\":\"" + OTHER + "\",\"available\":true,\"transfers_in\":1,\"transfers_out\":0,\"shares_in\":\"0.300000\","
              + "\"shares_out\":\"0.000000\",\"first_at\":\"2025-10-09T08:53:28Z\",\"last_at\":\"2025-10-09T08:53:28Z\"}");
      assertThat(get(service, OneTrade.MAKER, "pnl", 200).path("realized_pnl_usd").asText()).as("neither is in it").isEqualTo("0.490000");
      get(service, OTHER, "pnl", 404);
      assertThat(get(service, "0x" + "9".repeat(40), "rewards", 200).path("rewards")).isEmpty();
      get(service, "nobody", "transfers", 400);
    }
  }

  @Test
  void feedWithoutThem_asksForNothing_reportsNothing() throws Exception {
    Map<String, String> environment = new OneTrade(510_000, 1_000_000, "1,0").environment(folder, TestStores.freshEnvironment());
    try (Service service = Service.start(Modules.load(Map.of(), environment, folder), System.out, true)) {
      RunRecord run = service.nightly("test");
      JsonNode ingest = ingest(run);
      assertThat(run.warnings()).isZero();
      assertThat(ingest.path("streams").fieldNames()).toIterable().contains("fills").doesNotContain("rewards", "transfers", "resolution-times");
      assertThat(ingest.path("off").fieldNames()).toIterable().containsExactly("fills-v2");
      assertThat(get(service, OneTrade.MAKER, "rewards", 200).path("available").asBoolean()).isFalse();
      assertThat(get(service, OneTrade.MAKER, "transfers", 200).path("available").asBoolean()).isFalse();
    }
  }

  private static JsonNode ingest(RunRecord run) {
    assertThat(run.status()).as(String.valueOf(run.steps())).isEqualTo(RunStatus.SUCCESS);
    StepRecord step = run.steps().stream().filter(each -> each.step().equals("ingest")).findFirst().orElseThrow();
    return JSON.valueToTree(step.details());
  }

  private static JsonNode get(Service service, String wallet, String what, int status) throws Exception {
    HttpResponse<String> response = HttpClient.newHttpClient().send(
        HttpRequest.newBuilder(URI.create(service.url() + "/api/wallets/" + wallet + "/" + what)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }
}
