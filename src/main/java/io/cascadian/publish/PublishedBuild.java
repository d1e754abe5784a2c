package io.cascadian.publish;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Describes a build as a reader sees it: the layers of its tables and how old its data is. Several statements that read the same one see the same rows.
 *
 * @param id number of the build; 0 before the first one
 * @param layers layers of each published table; one that is not in it was not published yet
 * @param sourceTime time of the source's newest block that is in the numbers, ISO 8601; null when no run has recorded one
 * @param publishedAt when the published numbers were last brought up to date
 */
public record PublishedBuild(long id, Map<String, List<Long>> layers, String sourceTime, Instant publishedAt) {

  private static final Pattern TABLE = Pattern.compile("\\$([a-z][a-z0-9_]*)");
  /** Which layers count is decided before FINAL chooses among rows of one key, whatever a profile of the server has. */
  private static final List<String> SETTINGS = List.of("apply_prewhere_after_final = 0", "defer_partition_pruning_after_final = 0");

  public PublishedBuild {
    layers = Map.copyOf(layers);
  }

  /**
   * Returns a statement that reads the build's layers of each {@code $<table>} in it, to be followed by WHERE or nothing. Reading them by the view of the table
   * would look up which they are in each place again: in a read of some rows that is most of the work, and several of them may see different builds.
   *
   * @throws IllegalArgumentException when the statement does not set what its {@code PREWHERE} relies on
   * @throws NotYetPublishedException when a program published the build that did not know a table of the statement
   */
  public String reading(String sql) {
    SETTINGS.forEach(setting -> {
      if (!sql.contains(setting)) {
        throw new IllegalArgumentException("a statement that reads layers must set " + setting);
      }
    });
    return TABLE.matcher(sql).replaceAll(table -> Matcher.quoteReplacement(TableLayers.of(table.group(1)) + " FINAL PREWHERE " + condition(table.group(1))));
  }

  private String condition(String table) {
    List<Long> visible = layers.get(table);
    if (visible == null) {
      if (id > 0) {
        throw NotYetPublishedException.ofTable(table, id);
      }
      visible = List.of();
    }
    return visible.isEmpty() ? "false" : "layer IN (" + visible.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
  }
}
