package io.cascadian.source.subgraph;

/** The contract again, without {@code or} in the filters. */
class TwoPhaseContractTest extends SubgraphSourceContractTest {

  @Override
  Keyset keyset() {
    return Keyset.TWO_PHASE;
  }
}
