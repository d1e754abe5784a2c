package io.cascadian.secrets;

import java.util.Locale;
import java.util.Set;

/**
 * The words that our own lines and answers are full of: names of stores, health checks, steps and streams. Who took one for a password or for
 * the name of a host has a secret that cannot be masked, and a name that says nothing; hiding it would make nonsense of every text.
 */
public final class CommonWords {

  private static final Set<String> WORDS = Set.of(
      // stores, and what people are used to call what is in them
      "clickhouse", "postgres", "postgresql", "cascadian", "default", "database", "store", "stores", "password", "secret", "admin", "user", "changeme",
      // health checks
      "source", "chain", "clickhouse-tables", "resolution-freshness", "resolution-integrity", "streams", "api",
      // steps and kinds of runs
      "nightly", "health", "markets", "ingest", "missing-markets", "resolutions", "outcomes", "signal-wallets", "gates", "summary", "backfill",
      "reconcile", "rollback", "rebuild", "replay",
      // streams
      "fills", "fills-v2", "splits", "merges", "conversions", "redemptions", "conditions", "tokens", "amm-pools", "amm-transactions",
      // of which messages are made
      "node", "server", "service", "host", "network", "sandbox", "gamma", "catalogue", "market", "schedule", "routes", "route", "wallet", "wallets",
      "strategy", "watchlist", "token", "test", "data", "lock", "run");

  private CommonWords() {}

  /** Whether it is one, in whatever case; null is none. */
  public static boolean has(String word) {
    return word != null && WORDS.contains(word.toLowerCase(Locale.ROOT));
  }
}
