package io.cascadian.ingest;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.FeedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A feed file with events of one entity, read as the sandbox reads it; all of them have the same deployment. */
final class EntityFeed {

  static final long START = 1_760_000_000L;
  /** A little after the last block. */
  static final long NOW = START + 1_600;
  private static final long FIRST_BLOCK = 80_000_000L;

  private final String subgraph;
  private final String entity;
  private final List<String> lines = new ArrayList<>();

  EntityFeed(String subgraph, String entity) {
    this.subgraph = subgraph;
    this.entity = entity;
    lines.add(String.format(Locale.ROOT, "{\"record\":\"head\",\"block\":%d,\"timestamp\":%d}", FIRST_BLOCK + 500, START + 1_000));
  }

  /** @param fields of the object but id and time, which is so many seconds after the start */
  EntityFeed add(String id, long second, String fields) {
    lines.add(String.format(Locale.ROOT,
        "{\"record\":\"entity\",\"subgraph\":\"%s\",\"entity\":\"%s\",\"block\":%d,\"object\":{\"id\":\"%s\",\"timestamp\":\"%d\",%s}}",
        subgraph, entity, FIRST_BLOCK + second / 2, id, START + second, fields));
    return this;
  }

  Dataset dataset(Path folder) {
    Path file = folder.resolve("feed.jsonl");
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return FeedReader.read(file).identifiedAs(subgraph);
  }
}
