package io.cascadian.publish;

import java.util.List;

/**
 * Describes what derived rows are recomputed by, such as wallets: all rows of a unit are derived again once something happened to it, and no others.
 *
 * @param name in results and logs, in the plural, such as {@code wallets}
 * @param key column that identifies the unit of a row, in the published tables and in {@code scope}
 * @param scope table of the units that are being recomputed
 * @param affected names of statements that fill {@code scope} with the units that something happened to after the run {@code watermark}
 * @param all names of statements that fill {@code scope} with all units
 * @param load name of a statement that counts the raw rows of the units in scope, by which these are divided into portions; null where they are few enough
 */
public record Unit(String name, String key, String scope, List<String> affected, List<String> all, String load) {

  public Unit {
    affected = List.copyOf(affected);
    all = List.copyOf(all);
  }

  /** Returns the condition for rows of the units in scope that belong to a portion, with the portion's parameters. */
  String inScope(Portion portion) {
    String all = key + " IN (SELECT " + key + " FROM " + scope;
    return portion.buckets() == 1 ? all + ")" : all + " WHERE cityHash64(" + key + ") % {buckets:UInt32} = {bucket:UInt32})";
  }
}
