package io.cascadian.publish;

import java.util.List;

/**
 * Describes what derived rows are recomputed by, such as conditions of wallets: all rows of a unit are derived again once something happened to it, and no
 * others.
 *
 * @param name in results and logs, in the plural: what the first column of the key stands for, such as {@code wallets}
 * @param key columns that identify the unit in {@code scope}; the first one is counted
 * @param scope table of the units that are being recomputed; none are in it when all are
 * @param affected names of statements that fill {@code scope} with the units that something happened to after the run {@code watermark}
 * @param prepare names of statements that run before, and before all units are recomputed
 * @param work tables that those of {@code prepare} and {@code affected} fill beside {@code scope}; emptied before
 * @param all name of a statement that counts all that the first column of the key stands for
 * @param load name of a statement that counts the raw rows of the units in scope, by which these are divided into portions; null where they are few enough
 * @param copies names of statements that copy what came after the run {@code watermark} for readers, beside the filling of tables and where none is filled; no
 *     table is derived from the copies
 */
public record Unit(String name, List<String> key, String scope, List<String> prepare, List<String> work, List<String> affected, String all, String load,
    List<String> copies) {

  public Unit {
    key = List.copyOf(key);
    prepare = List.copyOf(prepare);
    work = List.copyOf(work);
    affected = List.copyOf(affected);
    copies = List.copyOf(copies);
  }
}
