package io.cascadian.source;

/**
 * What has happened on the markets since a cursor, as of one pinned block?
 *
 * <p>The contract that every adapter keeps: pages of one stream under one pinned block are in a total order; no record between two
 * cursors is ever left out; a failure is a {@link SourceException}, never an empty page. Thread-safe.
 */
public interface MarketEventSource {

  /**
   * Where is the source, and can it be trusted just now?
   *
   * @throws SourceException when the source did not say
   */
  SourceHead head(StreamDefinition stream) throws SourceException;

  /**
   * The records after the cursor, at most {@link PageRequest#limit()} of them.
   *
   * @throws SourceException when the page could not be had; transient or permanent is its type
   */
  Page page(PageRequest request) throws SourceException;
}
