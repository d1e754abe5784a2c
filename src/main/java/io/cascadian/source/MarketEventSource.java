package io.cascadian.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what has happened on the markets since a cursor, as of one pinned block.
 *
 * <p>The contract that every adapter keeps: pages of one stream under one pinned block are in a total order; no record between two
 * cursors is ever left out; a failure is a {@link SourceException}, never an empty page. Thread-safe.
 */
public interface MarketEventSource {

  /**
   * Reads the source's head, and whether it can be trusted now.
   *
   * @throws SourceException when the source did not say
   */
  SourceHead head(StreamDefinition stream) throws SourceException;

  /**
   * Reads the records after the cursor, at most {@link PageRequest#limit()} of them.
   *
   * @throws SourceException when the page could not be had; transient or permanent is its type
   */
  Page page(PageRequest request) throws SourceException;

  /**
   * Reads several pages of one stream under one pinned block, in as few calls as the source allows; answered in the order of the requests.
   *
   * @param requests of the same stream, block, deployment and limit
   * @throws SourceException when one of them could not be had; then none is answered
   */
  default List<Page> pages(List<PageRequest> requests) throws SourceException {
    List<Page> pages = new ArrayList<>(requests.size());
    for (PageRequest request : requests) {
      pages.add(page(request));
    }
    return pages;
  }

  /**
   * Reads the hash that a block has now, to be stored with a position that was pinned to the block.
   *
   * @return empty where the source has none, as a subgraph for any block but its newest
   * @throws SourceException when the source did not answer
   */
  default Optional<String> blockHash(StreamDefinition stream, long block) throws SourceException {
    return Optional.empty();
  }

  /**
   * Returns whether a block that was read up to is still the chain's: false after a reorganisation below the confirmations, when an overlap has to
   * be read again.
   *
   * @param hash that {@link #blockHash} answered then; null when it did not
   * @return true as well where the source or the hash does not show it
   * @throws SourceException when the source did not answer
   */
  default boolean isCanonical(StreamDefinition stream, long block, String hash) throws SourceException {
    return hash == null || blockHash(stream, block).map(hash::equalsIgnoreCase).orElse(true);
  }
}
