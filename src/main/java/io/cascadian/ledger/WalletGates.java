package io.cascadian.ledger;

import io.cascadian.publish.TableGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Describes the gates on what is published of wallets. */
public final class WalletGates {

  private WalletGates() {}

  /** Returns the gates in the order in which they are asked. */
  public static List<TableGate> gates(GateOptions options) {
    List<TableGate> gates = new ArrayList<>();
    Stream.of("conservation", "resolved-uncomputed", "payouts-cover-outcomes", "contracts-in-wallet-tables", "outcomes-retained", "pending-mutations")
        .map(TableGate::blocking).forEach(gates::add);
    gates.add(TableGate.of("zero-sum", options.maxUnbalanced().isPresent(), Map.of("most", options.maxUnbalanced().orElse(0))));
    gates.add(TableGate.of("wallets-with-outcomes", options.expectsWallets(), Map.of(
        "least", options.minWallets().orElse(0), "most", options.maxWallets().orElse(Long.MAX_VALUE), "expected", options.expectedWallets())));
    gates.add(options.referenceWallets().map(wallets -> new ReferenceGate(wallets).gate()).orElseGet(ReferenceGate::unasked));
    return gates;
  }
}
