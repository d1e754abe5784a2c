package io.cascadian.observe;

import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceBrokenException;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import java.util.List;
import java.util.Optional;

/** Counts the pages, records and failures of a source. As thread-safe as what it stands before. */
final class MeteredSource implements MarketEventSource {

  private static final String UNAVAILABLE = "unavailable";
  private static final String BROKEN = "broken";
  private static final String REFUSED = "refused";
  /** Types of failures of a source that are counted. */
  static final List<String> FAILURES = List.of(UNAVAILABLE, REFUSED, BROKEN);

  private final MarketEventSource source;
  private final Metrics metrics;

  MeteredSource(MarketEventSource source, Metrics metrics) {
    this.source = source;
    this.metrics = metrics;
  }

  private interface Call<T> {
    T ask() throws SourceException;
  }

  private <T> T counted(StreamDefinition stream, Call<T> call) throws SourceException {
    try {
      return call.ask();
    } catch (SourceException e) {
      // one that was stopped, because what it read could not be stored, is no failure of the source
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      metrics.error(stream.source(),
          e instanceof SourceUnavailableException ? UNAVAILABLE : e instanceof SourceBrokenException ? BROKEN : REFUSED);
      throw e;
    }
  }

  private void read(StreamDefinition stream, List<Page> pages) {
    metrics.pages(stream.name(), pages.size(), pages.stream().mapToLong(page -> page.records().size()).sum());
  }

  @Override
  public SourceHead head(StreamDefinition stream) throws SourceException {
    return counted(stream, () -> source.head(stream));
  }

  @Override
  public Page page(PageRequest request) throws SourceException {
    Page page = counted(request.stream(), () -> source.page(request));
    read(request.stream(), List.of(page));
    return page;
  }

  @Override
  public List<Page> pages(List<PageRequest> requests) throws SourceException {
    if (requests.isEmpty()) {
      return List.of();
    }
    StreamDefinition stream = requests.get(0).stream();
    List<Page> pages = counted(stream, () -> source.pages(requests));
    read(stream, pages);
    return pages;
  }

  @Override
  public Optional<String> blockHash(StreamDefinition stream, long block) throws SourceException {
    return counted(stream, () -> source.blockHash(stream, block));
  }

  @Override
  public boolean isCanonical(StreamDefinition stream, long block, String hash) throws SourceException {
    return counted(stream, () -> source.isCanonical(stream, block, hash));
  }
}
