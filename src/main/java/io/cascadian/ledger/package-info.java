/**
 * What every wallet holds, what it earned in resolved conditions, and whether it stood for what came true. Worked out from the raw tables
 * for the wallets that something happened to, verified, and published by exchanging tables.
 */
package io.cascadian.ledger;
