/**
 * Maintains watchlists of trading strategies: entries come from people, from what the strategy's wallets hold, and from positions that one of
 * them opens.
 */
package io.cascadian.watchlist;
