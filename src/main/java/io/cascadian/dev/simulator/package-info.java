/** The market simulator: a deterministic history of markets, wallets and trades for the sandbox, with an account of what is true in it. */
package io.cascadian.dev.simulator;
