/**
 * Defines the port through which market events are read: streams, pages, cursors and typed failures.
 *
 * <p>Adapters ({@code source.subgraph}, {@code source.chain}) implement {@link io.cascadian.source.MarketEventSource}; nothing here
 * knows how a source is spoken to or where rows end up. A {@link io.cascadian.source.SandboxProvider}, where one is present, replaces a configured source.
 */
package io.cascadian.source;
