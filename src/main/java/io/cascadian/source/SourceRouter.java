package io.cascadian.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Passes each request to the source that its stream names: {@code subgraph}, {@code chain}. Thread-safe as far as they are. */
public final class SourceRouter implements MarketEventSource {

  private final Map<String, MarketEventSource> sources;

  /** @param sources by the names that stream definitions use */
  public SourceRouter(Map<String, MarketEventSource> sources) {
    this.sources = Map.copyOf(sources);
  }

  @Override
  public SourceHead head(StreamDefinition stream) throws SourceException {
    return source(stream).head(stream);
  }

  @Override
  public Page page(PageRequest request) throws SourceException {
    return source(request.stream()).page(request);
  }

  @Override
  public List<Page> pages(List<PageRequest> requests) throws SourceException {
    return requests.isEmpty() ? List.of() : source(requests.get(0).stream()).pages(requests);
  }

  @Override
  public Optional<String> blockHash(StreamDefinition stream, long block) throws SourceException {
    return source(stream).blockHash(stream, block);
  }

  @Override
  public boolean isCanonical(StreamDefinition stream, long block, String hash) throws SourceException {
    return source(stream).isCanonical(stream, block, hash);
  }

  private MarketEventSource source(StreamDefinition stream) throws SourceException {
    MarketEventSource source = sources.get(stream.source());
    if (source == null) {
      throw new SourceRefusedException(stream.endpoint(), 0, "stream " + stream.name() + " is of the source '" + stream.source()
          + "', which is not set up; known are " + sources.keySet().stream().sorted().toList() + ". Check the route's source", null);
    }
    return source;
  }
}
