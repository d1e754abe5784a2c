package io.cascadian.source.subgraph;

/** Names how the records after a given one are asked for. Both ways give the same pages; which is faster is up to the server's database. */
public enum Keyset {
  /** One filter: later, or at the same time with a greater id. */
  OR,
  /** Two filters in one request: the rest of the same second, then what is later. For servers that are slow at {@code or}. */
  TWO_PHASE
}
