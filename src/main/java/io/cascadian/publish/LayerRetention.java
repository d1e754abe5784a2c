package io.cascadian.publish;

import io.cascadian.store.FenceGuard;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Drops the layers that no build needs, and merges those that all builds have in common, and what a rebuild wrote in parts.
 *
 * <p>Without merging, a reader would look through a layer for each night. A merged layer is copied into the oldest one of its table, and builds that begin
 * afterwards are read without it; it stays as long as an earlier build is read with it, so what reads at this moment misses nothing, and the copy replaces
 * nothing for those builds, because all of them have both layers. Used by one thread at a time, under the run lock.
 */
final class LayerRetention {

  private final PublishedTables tables;
  private final BuildStore state;
  private final BuildNodes nodes;
  private final int retainedBuilds;

  LayerRetention(PublishedTables tables, BuildStore state, BuildNodes nodes, int retainedBuilds) {
    this.tables = tables;
    this.state = state;
    this.nodes = nodes;
    this.retainedBuilds = retainedBuilds;
  }

  /** Returns those of the tables of which a layer that had rows on a node is not there. */
  List<String> incomplete(Map<String, List<Long>> build) {
    List<Map<String, Set<Long>>> present = nodes.present();
    List<Map<String, Set<Long>>> written = state.written(present.size());
    return build.keySet().stream().filter(table -> IntStream.range(0, present.size()).anyMatch(node -> build.get(table).stream().anyMatch(layer ->
        written.get(node).getOrDefault(table, Set.of()).contains(layer) && !present.get(node).getOrDefault(table, Set.of()).contains(layer)))).toList();
  }

  /** Records in Postgres first which builds are dropped, so that layers that a crash leaves in between are found and dropped later. */
  void prune(FenceGuard guard) {
    state.prune(retainedBuilds, guard);
    List<Long> needed = state.needed();
    List<Map<String, List<Long>>> builds = needed.stream().map(state::layers).toList();
    nodes.dropUnused(builds);
    nodes.recorded().stream().filter(build -> !needed.contains(build)).forEach(nodes::forget);
    Map<String, Set<Long>> merged = state.merged();
    for (PublishedTable table : tables.list()) {
      List<Long> common = common(builds.stream().map(build -> build.getOrDefault(table.name(), List.of())).toList());
      common.stream().skip(1).filter(layer -> !merged.getOrDefault(table.name(), Set.of()).contains(layer)).forEach(layer -> {
        nodes.merge(table.name(), layer, common.get(0));
        state.merged(table.name(), layer, guard);
      });
    }
    // after a rebuild, of the tables that nights read by key to go on from there
    state.publishedLayers().forEach((table, layers) -> {
      if (layers.size() == 1 && tables.isInput(table)) {
        nodes.mergeParts(table, layers.get(0));
      }
    });
  }

  /** Returns the layers with which all lists begin. */
  private static List<Long> common(List<List<Long>> lists) {
    List<Long> first = lists.isEmpty() ? List.of() : lists.get(0);
    int length = 0;
    while (length < first.size() && isCommon(lists, first, length)) {
      length++;
    }
    return first.subList(0, length);
  }

  private static boolean isCommon(List<List<Long>> lists, List<Long> first, int place) {
    return lists.stream().allMatch(list -> list.size() > place && list.get(place).equals(first.get(place)));
  }
}
