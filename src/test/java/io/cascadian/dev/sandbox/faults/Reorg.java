package io.cascadian.dev.sandbox.faults;

import io.cascadian.dev.sandbox.Dataset;
import io.cascadian.dev.sandbox.EntityTable;
import io.cascadian.dev.sandbox.EntityType;
import io.cascadian.dev.sandbox.RowTable;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The chain's last blocks are replaced by others: of their events some are gone, some hold other amounts, some stay, and some are new. The
 * blocks' hashes change. Entities that are not events stay as they are.
 *
 * <p>Stands for: reorganisations of the chain, on which subgraphs silently take back what they had served (confirmations make it rare, not
 * impossible).
 */
public final class Reorg extends DataFault {

  private final long blocks;
  private final long seed;

  /**
   * @param blocks how many of the newest are replaced
   * @param seed chooses what happens to which event
   */
  public Reorg(long blocks, long seed) {
    this.blocks = blocks;
    this.seed = seed;
  }

  @Override
  public Dataset change(Dataset dataset, long head) {
    long first = head - blocks + 1;
    return dataset
        .withTables(table -> EventRow.in(table) ? rewritten(table, first) : table)
        .forkedAt(new Dataset.Fork(first, seed));
  }

  private EntityTable rewritten(EntityTable table, long first) {
    SplittableRandom random = new SplittableRandom(seed);
    EntityType type = table.type();
    return RewrittenTable.of(table, row -> table.block(row) >= first, row -> fate(type, row, random.nextInt(4)));
  }

  private List<RowTable.Row> fate(EntityType type, RowTable.Row row, int chance) {
    return switch (chance) {
      case 0 -> List.of();
      case 1 -> List.of(EventRow.worthMore(type, row));
      case 2 -> List.of(row, EventRow.copy(type, row, "r" + Long.toHexString(seed)));
      default -> List.of(row);
    };
  }
}
