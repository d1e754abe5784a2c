package io.cascadian.source.subgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.EntityType.Field;
import io.cascadian.dev.sandbox.EntityType.Scalar;
import io.cascadian.dev.sandbox.RowTable;
import io.cascadian.dev.sandbox.RowTable.Row;
import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.source.Cursor;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.StreamDefinition;
import io.cascadian.testkit.TestRoutes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody else's subgraph, with names of its own, is read by configuration alone. */
class FieldMappingTest {

  private static final EntityType ACCOUNT = new EntityType("Account", "accounts", List.of(
      new Field("id", Scalar.ID, false, false, null), new Field("owner", Scalar.STRING, false, false, null)));
  private static final EntityType DEAL = new EntityType("Deal", "deals", List.of(
      new Field("id", Scalar.ID, false, false, null), new Field("minedAt", Scalar.BIG_INT, false, false, null),
      new Field("account", Scalar.STRING, false, false, "Account"), new Field("price", Scalar.BIG_INT, false, true, null)));

  @Test
  void records_haveMappedNames_pagesFollowSourceOrder() throws Exception {
    RowTable accounts = RowTable.of(ACCOUNT, List.of(Row.of(1, "a1", "0xaa"), Row.of(1, "a2", "0xbb")));
    // ids against the order of time, and three in one second across a page's end
    RowTable deals = RowTable.of(DEAL, List.of(
        Row.of(1, "z", 5L, "a1", 10L), Row.of(2, "b", 7L, "a2", null), Row.of(2, "c", 7L, "a1", 30L), Row.of(2, "a", 7L, "a2", 20L)));
    Dataset dataset = new Dataset("mapped", 100, 1000, Map.of("their-subgraph", List.of(accounts, deals)), List.of(), List.of());
    List<SourceRecord> records = new ArrayList<>();
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1000), ZoneOffset.UTC);
    try (SandboxServer sandbox = SandboxServer.start(dataset, new SandboxOptions(0, clock, null));
        TestRoutes routes = TestRoutes.once()) {
      StreamDefinition stream = new StreamDefinition(
          "deals", StreamDefinition.SUBGRAPH, sandbox.baseUrl() + "/subgraphs/their-subgraph/1/gn", "deals",
          List.of("id", "timestamp=minedAt", "maker=account.owner", "account=account.id", "usd=price"), "minedAt", "fill", "V1");
      SubgraphSource source = new SubgraphSource(routes.client(), Keyset.OR);
      Page page = source.page(new PageRequest(stream, Cursor.START, null, null, 50, null, 2));
      records.addAll(page.records());
      while (!page.last()) {
        page = source.page(new PageRequest(stream, page.next(), null, null, 50, null, 2));
        records.addAll(page.records());
      }
    }
    assertThat(records).extracting(r -> r.position().toString()).containsExactly("5/z", "7/a", "7/b", "7/c");
    assertThat(records).extracting(r -> r.value("timestamp") + " " + r.value("maker") + " " + r.value("account") + " " + r.value("usd"))
        .containsExactly("5 0xaa a1 10", "7 0xbb a2 20", "7 0xbb a2 null", "7 0xaa a1 30");
    assertThat(records.get(2).has("usd")).isTrue();
    assertThat(records.get(0).has("minedAt")).isFalse();
  }
}
