package io.cascadian.runtime;

import io.cascadian.api.WalletActivityApi;
import io.cascadian.exchange.ExchangeReplay;
import io.cascadian.exchange.RouteClient;
import io.cascadian.ingest.History;
import io.cascadian.ingest.HistoryKind;
import io.cascadian.ingest.Ingest;
import io.cascadian.ingest.IngestGates;
import io.cascadian.ingest.IngestRoutes;
import io.cascadian.ingest.Replay;
import io.cascadian.ingest.Rollback;
import io.cascadian.ingest.StoredStreams;
import io.cascadian.ingest.WalletActivity;
import io.cascadian.module.Contributions;
import io.cascadian.module.Module;
import io.cascadian.module.RequiredTable;
import io.cascadian.nightly.IngestSteps;
import io.cascadian.nightly.RunKind;
import io.cascadian.nightly.StepKind;
import io.cascadian.observe.MetricQuery;
import io.cascadian.observe.MetricQuery.Column;
import io.cascadian.publish.TableGates;
import io.cascadian.settings.SettingGroup;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.chain.ChainOptions;
import io.cascadian.store.ClickHouse;
import io.cascadian.store.DeadLetters;
import io.cascadian.store.Postgres;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Wires the ingestion of event streams, and the commands that change their history. */
final class IngestModule implements Module {

  @Override
  public List<SettingGroup> settings() {
    return List.of(IngestSettings.GROUP);
  }

  @Override
  public void contribute(Contributions to) {
    to.fromSettings(IngestSettings.class, IngestSettings::of);
    to.add(TableGates.of(IngestGates.gates()));
    to.routes(IngestRoutes::new);
    to.bean("ingestSteps", IngestSteps.class, on -> new IngestSteps(new Ingest(on.get(RouteClient.class), on.get(MarketEventSource.class),
        on.get(ClickHouse.class), on.get(Postgres.class), on.get(DeadLetters.class), on.get(IngestSettings.class).contracts(),
        on.get(IngestSettings.class).reading(), on.get(IngestSettings.class).comparison()),
        on.get(Source.class).url(), on.get(SourceSettings.class).chain().map(ChainOptions::endpoint)));
    to.part(History.class, on -> new History(on.get(MarketEventSource.class), on.get(ClickHouse.class), on.get(Postgres.class), on.get(DeadLetters.class),
        on.get(IngestSettings.class).contracts(), on.get(IngestSettings.class).reading(), on.get(IngestSettings.class).comparison()));
    to.part(Rollback.class, on -> new Rollback(on.get(ClickHouse.class), on.get(Postgres.class), Clock.systemUTC()));
    to.part(StoredStreams.class, on -> new StoredStreams(on.get(Postgres.class)));
    to.part(Replay.class, on -> new Replay(on.get(ClickHouse.class), on.get(DeadLetters.class), on.get(IngestSettings.class).contracts(),
        new ExchangeReplay(on.get(RouteClient.class))));
    to.bean("walletActivityApi", WalletActivityApi.class, on -> new WalletActivityApi(new WalletActivity(on.get(Stores.class).interactiveClickHouse())));
    to.add(StepKind.ingests("ingest", "ingestSteps.finish").asReadingEvents().writing("trades_raw", "position_events", "tokens_dim", "condition_resolution_times", "wallet_rewards", "share_transfers"));
    Stream.of(HistoryKind.values()).map(HistoryKind::label).map(RunKind::ofWork).forEach(to::add);
    Stream.of("rollback", "replay", "forget-stream").map(RunKind::ofWork).forEach(to::add);
    to.addAll(RequiredTable.named("trades_raw"));
    to.add(new MetricQuery("streams", List.of("stream"), List.of(
          Column.counter("events", "cascadian.stream.events", "", "Events read and stored"),
          Column.gauge("newest", "cascadian.stream.newest.event.timestamp", "seconds", "Time of the newest stored event", Math::min),
          Column.gauge("read", "cascadian.stream.read.timestamp", "seconds", "When the stream's cursor last moved", Math::min))));
  }
}
