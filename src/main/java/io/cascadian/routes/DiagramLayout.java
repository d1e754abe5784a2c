package io.cascadian.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes the position of each box and arrow of a diagram: columns from left to right, callers left of called routes; boxes without arrows in rows below.
 */
final class DiagramLayout {

  static final int WIDTH = 280;
  static final int LINE = 15;
  private static final int GAP_X = 110;
  private static final int GAP_Y = 18;
  static final int MARGIN = 24;
  static final int HEAD = 44;
  private static final int HEADING = 56;
  static final String ARROW = " → ";

  /** Instead of a file and of an input, where a box is an endpoint. */
  static final String ENDPOINT = "endpoint";

  private final List<CallGraph.Node> nodes;
  private final Map<String, Set<String>> calls;
  private final Map<String, Integer> layers = new HashMap<>();
  private final Map<String, List<Before>> before = new HashMap<>();
  private final Map<String, int[]> places = new HashMap<>();
  private int width;
  private int height;
  private int restHeading = -1;

  /** Identifies the origin of an arrow, and its index there. */
  private record Before(String key, int index) {}

  private DiagramLayout(List<CallGraph.Node> nodes, Map<String, Set<String>> calls) {
    this.nodes = nodes;
    this.calls = calls;
  }

  /** @param calls which boxes each box calls, by their ids */
  static DiagramLayout of(List<CallGraph.Node> nodes, Map<String, Set<String>> calls) {
    DiagramLayout layout = new DiagramLayout(nodes, calls);
    layout.arrange();
    return layout;
  }

  private void arrange() {
    Set<String> connected = new HashSet<>();
    calls.forEach((caller, callees) -> callees.forEach(callee -> {
      connected.add(caller);
      connected.add(callee);
    }));
    int tallest = place(columns(connected));
    int bottom = HEADING + MARGIN + tallest;
    int x = MARGIN + (WIDTH + GAP_X) * (1 + layers.values().stream().mapToInt(l -> l).max().orElse(-1));
    width = Math.max(x - GAP_X, 4 * (WIDTH + GAP_Y)) + MARGIN;
    int rest = bottom + MARGIN;
    List<CallGraph.Node> alone = nodes.stream().filter(n -> !connected.contains(n.id())).toList();
    height = (alone.isEmpty() ? bottom : grid(alone, width, rest + 2 * LINE)) + MARGIN;
    restHeading = alone.isEmpty() ? -1 : rest + LINE;
  }

  /** Returns the width of the whole picture. */
  int width() {
    return width;
  }

  /** Returns the height of the whole picture. */
  int height() {
    return height;
  }

  /** Returns where the heading of the boxes without arrows stands; below 0 when there are none. */
  int restHeading() {
    return restHeading;
  }

  /** Returns the upper left corner of a box, or where an arrow passes a column. */
  int[] place(String key) {
    return places.get(key);
  }

  /** Returns in which column a box with arrows stands. */
  int layer(String id) {
    return layers.get(id);
  }

  /** Returns the box of an id. */
  CallGraph.Node node(String id) {
    return node(nodes, id);
  }

  static CallGraph.Node node(List<CallGraph.Node> nodes, String id) {
    return nodes.stream().filter(n -> n.id().equals(id)).findFirst().orElseThrow();
  }

  /** Returns the columns from left to right, with a gap wherever an arrow passes a column. */
  private List<List<String>> columns(Set<String> connected) {
    layers(connected);
    List<List<String>> columns = new ArrayList<>();
    layers.values().stream().max(Comparator.naturalOrder()).ifPresent(last -> {
      for (int i = 0; i <= last; i++) {
        columns.add(new ArrayList<>());
      }
    });
    nodes.stream().filter(n -> connected.contains(n.id())).forEach(n -> columns.get(layers.get(n.id())).add(n.id()));
    calls.forEach((caller, callees) -> {
      int index = 0;
      for (String callee : callees) {
        String from = caller;
        for (int layer = layers.get(caller) + 1; layer < layers.get(callee); layer++) {
          String gap = caller + ARROW + callee + ARROW + layer;
          columns.get(layer).add(gap);
          before(gap).add(new Before(from, index));
          from = gap;
        }
        before(callee).add(new Before(from, index++));
      }
    });
    return columns;
  }

  private List<Before> before(String key) {
    return before.computeIfAbsent(key, k -> new ArrayList<>());
  }

  /** Gives every route and gap its place; returns the height of the tallest column. */
  private int place(List<List<String>> columns) {
    int tallest = columns.stream().mapToInt(this::height).max().orElse(0);
    int x = MARGIN;
    for (List<String> column : columns) {
      // beside what calls them, so that few arrows cross
      column.sort(Comparator.comparingDouble(key -> before(key).stream().filter(b -> places.containsKey(b.key()))
          .mapToInt(b -> places.get(b.key())[1] * 100 + b.index()).average().orElse(0)));
      int y = HEADING + MARGIN + (tallest - height(column)) / 2;
      for (String key : column) {
        places.put(key, new int[] {x, y});
        y += height(key) + GAP_Y;
      }
      x += WIDTH + GAP_X;
    }
    return tallest;
  }

  /** Each route one column right of the last that calls it; in a circle, of the first that was met. */
  private void layers(Set<String> connected) {
    connected.forEach(id -> layers.put(id, 0));
    for (int round = 0; round < connected.size(); round++) {
      boolean moved = false;
      for (Map.Entry<String, Set<String>> entry : calls.entrySet()) {
        for (String callee : entry.getValue()) {
          int layer = layers.get(entry.getKey()) + 1;
          if (layer > layers.get(callee) && layer < connected.size() && !reaches(callee, entry.getKey(), new HashSet<>())) {
            layers.put(callee, layer);
            moved = true;
          }
        }
      }
      if (!moved) {
        break;
      }
    }
  }

  private boolean reaches(String from, String to, Set<String> seen) {
    return from.equals(to) || seen.add(from) && calls.getOrDefault(from, Set.of()).stream().anyMatch(next -> reaches(next, to, seen));
  }

  /** Fills rows; returns where they end. */
  private int grid(List<CallGraph.Node> alone, int width, int top) {
    int columns = Math.max(1, (width - 2 * MARGIN + GAP_Y) / (WIDTH + GAP_Y));
    int y = top;
    for (int from = 0; from < alone.size(); from += columns) {
      List<CallGraph.Node> row = alone.subList(from, Math.min(from + columns, alone.size()));
      for (int i = 0; i < row.size(); i++) {
        places.put(row.get(i).id(), new int[] {MARGIN + i * (WIDTH + GAP_Y), y});
      }
      y += row.stream().mapToInt(this::height).max().orElse(0) + GAP_Y;
    }
    return y;
  }

  private int height(List<String> column) {
    return column.stream().mapToInt(key -> height(key) + GAP_Y).sum();
  }

  /** Computes the height of a route, or of the gap for an arrow. */
  private int height(String key) {
    return key.contains(ARROW) ? 0 : height(node(key));
  }

  int height(CallGraph.Node node) {
    return node.own().file().equals(ENDPOINT) ? HEAD - 14 : HEAD + LINE * lines(node).size() + 8;
  }

  static List<String> lines(CallGraph.Node node) {
    return node.body().steps();
  }
}
