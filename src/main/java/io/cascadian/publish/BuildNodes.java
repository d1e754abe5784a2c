package io.cascadian.publish;

import io.cascadian.store.ClickHouse;
import io.cascadian.store.FenceGuard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills, verifies and publishes a build on every ClickHouse node of an installation. Usually there is one; several have the rows of different wallets, and the
 * whole catalogue each.
 *
 * <p>A build has the same number on all nodes. What is done here is done on one node after the other, and the first failure ends it: each call may be repeated,
 * which adds nothing on the nodes where it had succeeded. Used by one thread at a time, under the run lock.
 */
final class BuildNodes {

  private static final Logger LOG = LoggerFactory.getLogger(BuildNodes.class);

  private final List<Node> nodes;

  /** @param clickHouses at least one; always in the same order, by which {@link BuildStore} knows what each of them has */
  BuildNodes(List<ClickHouse> clickHouses, PublishedTables tables) {
    if (clickHouses.isEmpty()) {
      throw new IllegalArgumentException("published tables need a ClickHouse node");
    }
    this.nodes = clickHouses.stream().map(clickHouse -> {
      TableLayers layers = new TableLayers(clickHouse);
      return new Node(layers, new TableBuild(clickHouse, tables, layers), new BuildComparison(clickHouse, tables));
    }).toList();
  }

  /** Holds what works on one node. */
  private record Node(TableLayers layers, TableBuild work, BuildComparison comparison) {}

  /** Returns for each node which layers of a published table have rows, by its name. */
  List<Map<String, Set<Long>>> present() {
    return nodes.stream().map(node -> node.layers().present()).toList();
  }

  /** Returns the highest number of a build that a node knows anything of; 0 for none. */
  long newest() {
    return nodes.stream().mapToLong(node -> node.layers().newest()).max().orElseThrow();
  }

  /** Returns the numbers of the builds of which a node has recorded the layers. */
  Set<Long> recorded() {
    Set<Long> recorded = new TreeSet<>();
    nodes.forEach(node -> recorded.addAll(node.layers().recorded()));
    return recorded;
  }

  /** Lets {@code <table>__build} read these layers, by table. */
  void stage(long build, Map<String, List<Long>> layers) {
    nodes.forEach(node -> node.layers().stage(build, layers));
  }

  /**
   * Lets readers see these layers, by table: whoever asks a node reads them on all nodes from the moment on in which that node has the row.
   *
   * @throws io.cascadian.store.LostLockException when another process has acquired the lock meanwhile
   */
  void publish(long build, Map<String, List<Long>> layers, FenceGuard guard) {
    nodes.forEach(node -> node.layers().publish(build, layers, guard));
  }

  /** Forgets the layers of a build. */
  void forget(long build) {
    nodes.forEach(node -> node.layers().forget(build));
  }

  /** Copies the rows of a layer into an earlier one of the same table. */
  void merge(String table, long layer, long into) {
    nodes.forEach(node -> node.layers().merge(table, layer, into));
  }

  /** Merges the parts of a layer into one. */
  void mergeParts(String table, long layer) {
    nodes.forEach(node -> node.layers().mergeParts(table, layer));
  }

  /** Drops what a build wrote. */
  void drop(long build) {
    nodes.forEach(node -> node.layers().drop(build));
  }

  /** Drops the layers that have rows and that no build is read from. */
  void dropUnused(List<Map<String, List<Long>>> builds) {
    nodes.forEach(node -> node.layers().present().forEach((table, present) -> present.stream()
        .filter(layer -> builds.stream().noneMatch(build -> build.getOrDefault(table, List.of()).contains(layer)))
        .forEach(layer -> node.layers().drop(table, layer))));
  }

  /**
   * Fills the scope of each unit and returns how many are recomputed, as {@link TableBuild#scope} does. What wallets of several nodes have in common, such as a
   * condition, counts on each of them.
   */
  Map<String, Long> scope(long watermark, Set<String> outdated) {
    return sum(node -> node.work().scope(watermark, outdated));
  }

  /** Fills the layers of a build and returns for each node how many rows each table's layer has. */
  List<Map<String, Long>> fill(Set<String> outdated, long watermark, long fence, long build) {
    return nodes.stream().map(node -> node.work().fill(outdated, watermark, fence, build)).toList();
  }

  /** Returns a sentence for each disagreement of the build with the raw tables of a node, as {@link TableBuild#verify} does. */
  List<String> verify(Set<String> outdated, long watermark, long build) {
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      String where = nodes.size() == 1 ? "" : "node " + (i + 1) + ": ";
      nodes.get(i).work().verify(outdated, watermark, build).forEach(finding -> findings.add(where + finding));
    }
    return findings;
  }

  /** Returns how many rows of each table the build that was filled last has written, by the table's name. */
  Map<String, Long> rows() {
    return sum(node -> node.work().rows());
  }

  /** Compares the staged build of the named tables with the published one, and logs what was found. */
  List<TableDifference> compare(Collection<String> named) {
    Map<String, TableDifference> differences = new LinkedHashMap<>();
    nodes.forEach(node -> node.comparison().compare(named).forEach(found -> differences.merge(found.table(), found, TableDifference::plus)));
    differences.values().forEach(difference -> LOG.info("  {}", difference));
    return List.copyOf(differences.values());
  }

  private Map<String, Long> sum(Function<Node, Map<String, Long>> counted) {
    Map<String, Long> sums = new LinkedHashMap<>();
    nodes.forEach(node -> counted.apply(node).forEach((name, count) -> sums.merge(name, count, Long::sum)));
    return sums;
  }
}
