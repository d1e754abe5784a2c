package io.cascadian.source.chain;

import io.cascadian.exchange.OutboundRoute;
import io.cascadian.exchange.RouteClient;
import io.cascadian.source.Cursor;
import io.cascadian.source.MarketEventSource;
import io.cascadian.source.Page;
import io.cascadian.source.PageRequest;
import io.cascadian.source.SourceException;
import io.cascadian.source.SourceHead;
import io.cascadian.source.SourceRecord;
import io.cascadian.source.SourceRefusedException;
import io.cascadian.source.SourceUnavailableException;
import io.cascadian.source.StreamDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads fills of the exchange contracts of era V2 from their logs, whole and in order, or reports a typed failure.
 *
 * <p>A record's place is its block's time, then block and log index. Blocks of a time are searched for; times of logs are taken from
 * their blocks. A page whose blocks do not belong together is read again. Where logs are rare, pages are shorter than asked for, and empty
 * ones that are not the last end behind the blocks in which nothing was found. Requests go through the route {@code direct:chain-rpc}, which limits their
 * rate and retries what may pass. Thread-safe.
 */
public final class ChainSource implements MarketEventSource {

  private static final Logger LOG = LoggerFactory.getLogger(ChainSource.class);

  /** A page through many blocks with few logs ends here, so that its reader gets to store how far it came. */
  private static final int RANGES_PER_PAGE = 64;
  /** Limit of readings of a page whose blocks do not belong together. */
  private static final int MOST_READINGS = 8;

  private final ChainOptions options;
  private final String endpoint;
  private final JsonRpc rpc;
  private final OutboundRoute reorganised;
  private final AtomicLong reread = new AtomicLong();
  private final Blocks blocks;
  private final LogReader logs;

  private ChainSource(RouteClient routes, String uri, ChainOptions options) {
    this.reorganised = new OutboundRoute(routes, "direct:chain-reorganised");
    this.options = options;
    this.endpoint = options.endpoint();
    this.rpc = new JsonRpc(new OutboundRoute(routes, uri), options);
    this.blocks = new Blocks(rpc);
    this.logs = new LogReader(rpc, blocks, options);
  }

  public ChainSource(RouteClient routes, ChainOptions options) {
    this(routes, "direct:chain-rpc", options);
  }

  /** Creates a source that asks once, within a few seconds, for health checks. */
  public static ChainSource probe(RouteClient routes, ChainOptions options) {
    return new ChainSource(routes, "direct:chain-probe", options);
  }

  /** Returns the number of HTTP requests sent so far. */
  public long requests() {
    return rpc.requests();
  }

  /** Returns the number of retried requests, and of pages that were read again after a reorganisation. */
  public long repeated() {
    return rpc.repeated() + reread.get();
  }

  @Override
  public SourceHead head(StreamDefinition stream) throws SourceException {
    // a run begins: what an earlier one knew of the chain's end may have been replaced since
    blocks.forget();
    Block newest = blocks.newest();
    return new SourceHead(newest.number(), newest.hash(), newest.timestamp(), null, false);
  }

  @Override
  public Optional<String> blockHash(StreamDefinition stream, long block) throws SourceException {
    return Optional.of(blocks.fresh(block).hash());
  }

  @Override
  public Page page(PageRequest request) throws SourceException {
    if (!request.stream().collection().equals(OrderFilled.NAME) || request.stream().byId()) {
      throw new SourceRefusedException(endpoint, 0, "the chain has no " + request.stream().collection() + " by "
          + request.stream().orderBy() + "; known is " + OrderFilled.NAME + " by timestamp", null);
    }
    for (int reading = 1; ; reading++) {
      try {
        return onePage(request);
      } catch (ReorganisedException e) {
        blocks.forget();
        if (reading == MOST_READINGS || !reorganised.signal()) {
          throw new SourceUnavailableException(
              endpoint, 200, null, false, "the chain was reorganised while it was read: " + e.getMessage(), e);
        }
        LOG.warn("Chain: the blocks of a page do not belong to one chain, reading it again ({} of {}): {}", reading, MOST_READINGS - 1, e.getMessage());
        reread.incrementAndGet();
      }
    }
  }

  private Page onePage(PageRequest request) throws SourceException, ReorganisedException {
    Cursor after = request.after();
    long from = firstBlock(request);
    long end = lastBlock(request);
    List<SourceRecord> records = new ArrayList<>();
    Cursor reached = after;
    for (int ranges = 0; from <= end && ranges < RANGES_PER_PAGE && records.size() < request.limit(); ranges++) {
      LogReader.Range range = logs.read(from, end, request.limit());
      for (Log log : range.logs()) {
        SourceRecord record = OrderFilled.record(log, range.headers().get(log.block()));
        if (record.position().compareTo(after) <= 0) {
          continue;
        }
        if (records.size() == request.limit()) {
          return new Page(records, reached, false);
        }
        records.add(record);
        reached = record.position();
      }
      from = range.last().number() + 1;
      if (records.isEmpty() && from <= end) {
        reached = ChainPosition.endOf(range.last());
      }
    }
    return new Page(records, records.isEmpty() && from > end ? after : reached, from > end);
  }

  private long firstBlock(PageRequest request) throws SourceException, ReorganisedException {
    Cursor after = request.after();
    if (after.order() <= 0) {
      return options.fromBlock();
    }
    OptionalLong block = ChainPosition.block(after);
    boolean known = block.isPresent() && block.getAsLong() >= options.fromBlock() && block.getAsLong() <= request.block();
    // another time than the cursor's: the block has been replaced, so the time counts
    return known && blocks.get(block.getAsLong()).timestamp() == after.order()
        ? block.getAsLong()
        : blocks.firstAfter(after.order() - 1, options.fromBlock(), request.block());
  }

  private long lastBlock(PageRequest request) throws SourceException, ReorganisedException {
    return request.until() == null
        ? request.block()
        : Math.min(request.block(), blocks.firstAfter(request.until(), options.fromBlock(), request.block()) - 1);
  }
}
