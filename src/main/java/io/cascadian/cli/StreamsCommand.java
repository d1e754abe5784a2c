package io.cascadian.cli;

import io.cascadian.ingest.StoredStreams;
import io.cascadian.runtime.Service;
import io.cascadian.runtime.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the streams that were ever read, and forgets some of them. */
@Command(name = "streams", mixinStandardHelpOptions = true,
    description = "Lists the streams that were ever read: how many events, when last, at which block of which deployment.")
final class StreamsCommand implements Callable<Integer> {

  @Mixin
  private CommonOptions options;

  @Mixin
  private JsonOption json;

  @Override
  public Integer call() {
    try (Stores stores = Stores.openForPostgres(options.settings(), line -> { })) {
      List<StoredStreams.Stored> streams = new StoredStreams(stores.postgres()).list();
      if (json.isWanted()) {
        JsonOption.print(Map.of("streams", streams.stream().map(StreamsCommand::json).toList()), System.out);
        return 0;
      }
      System.out.printf(Locale.ROOT, "%-18s %14s  %-20s %12s  %s%n", "stream", "events", "read last", "block", "deployment");
      for (StoredStreams.Stored stream : streams) {
        System.out.printf(Locale.ROOT, "%-18s %,14d  %-20s %12d  %s%n", stream.stream(), stream.events(), stream.readAt(), stream.block(),
            stream.deployment() == null ? "" : stream.deployment());
      }
      System.out.flush();
      return 0;
    }
  }

  private static Map<String, Object> json(StoredStreams.Stored stream) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("stream", stream.stream());
    json.put("events", stream.events());
    json.put("read_at", stream.readAt().toString());
    json.put("block", stream.block());
    json.put("deployment", stream.deployment());
    return json;
  }

  @Command(name = "forget", mixinStandardHelpOptions = true,
      description = {
          "Deletes the cursors of streams; stored events stay. Where a route still reads one, the next run reads it from its beginning, as is"
              + " needed after its source changed to another deployment: 'reconcile' then tombstones what that one does not have. Where none does, runs no"
              + " longer warn that it is left out.",
          "Exits: 0 success; 1 failed, another run is in progress, or there is no such stream."})
  int forget(@Mixin CommonOptions common,
      @Parameters(arity = "1..*", paramLabel = "STREAM", description = "names of streams, such as fills; all of them or none") List<String> streams)
      throws Exception {
    try (Service service = Service.start(common.settings(), System.out, false)) {
      return MaintenanceExit.of(service.maintain("forget-stream", "cli", guard -> service.components().get(StoredStreams.class).forget(streams, guard)));
    }
  }
}
