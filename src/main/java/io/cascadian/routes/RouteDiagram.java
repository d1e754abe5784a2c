package io.cascadian.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Draws routes as boxes with their steps, what they call as arrows from left to right, and the endpoints by which data leaves or enters the
 * process as boxes of another colour: who starts something stands on the left. Routes that neither call nor are called stand below, and those that
 * answer an HTTP operation by themselves: beside the route of the contract they would make the picture three times as tall.
 *
 * <p>Endpoints are drawn as they are written, without options and with placeholders instead of values, so that the picture shows no address.
 */
public final class RouteDiagram {

  private static final int WIDTH = 280;
  private static final int LINE = 15;
  private static final int GAP_X = 110;
  private static final int GAP_Y = 18;
  private static final int MARGIN = 24;
  private static final int MOST_LETTERS = 42;
  private static final int HEAD = 44;
  private static final int HEADING = 56;
  private static final String ARROW = " → ";

  /** Instead of a file and of an input, where a box is an endpoint. */
  private static final String ENDPOINT = "endpoint";

  private final int routes;
  private final List<CallGraph.Node> nodes;
  private final Map<String, Set<String>> calls = new LinkedHashMap<>();
  private final Map<String, Integer> layers = new HashMap<>();
  private final Map<String, List<Before>> before = new HashMap<>();
  private final Map<String, int[]> places = new HashMap<>();
  private final StringBuilder svg = new StringBuilder();

  /** Identifies the origin of an arrow, and its index there. */
  private record Before(String key, int index) {}

  private RouteDiagram(CallGraph graph) {
    Map<String, CallGraph.Node> endpoints = new LinkedHashMap<>();
    graph.nodes().forEach(node -> {
      Set<String> callees = new LinkedHashSet<>(graph.callees(node));
      node.body().calls().stream().map(use -> shown(use.uri()).replaceAll("\\s+", " "))
          .filter(uri -> !CallGraph.isInternal(uri) && !uri.startsWith("log:")).forEach(uri -> {
            String id = uri.length() > MOST_LETTERS ? uri.substring(0, MOST_LETTERS - 1) + "…" : uri;
            endpoints.computeIfAbsent(id, RouteDiagram::endpoint);
            callees.add(id);
          });
      calls.put(node.id(), callees);
    });
    endpoints.keySet().forEach(id -> calls.put(id, new LinkedHashSet<>()));
    this.routes = graph.nodes().size();
    this.nodes = Stream.concat(graph.nodes().stream(), endpoints.values().stream()).toList();
  }

  /** Returns an address with … for parts that are made at run time, unless that is all of it. */
  private static String shown(String text) {
    return text.matches("\\$\\{[^}]*}") ? text : text.replaceAll("\\$\\{[^}]*}", "…");
  }

  /** A box without steps, for what is outside of the routes. */
  private static CallGraph.Node endpoint(String uri) {
    RouteUnit unit = new RouteUnit(ENDPOINT, RouteUnit.Kind.ROUTE, "to", uri, 1, null, null, Map.of(), null, List.of(), List.of(), List.of(), List.of(), null,
        false, List.of());
    return new CallGraph.Node(unit, unit, ENDPOINT, Map.of(), null, List.of(), List.of());
  }

  /** Returns one SVG document that needs no other file. */
  public static String svg(CheckedRoutes routes) {
    return new RouteDiagram(routes.graph()).draw();
  }

  private String draw() {
    Set<String> connected = new HashSet<>();
    Set<String> answering = answering();
    calls.values().forEach(callees -> callees.removeAll(answering));
    calls.forEach((caller, callees) -> callees.forEach(callee -> {
      connected.add(caller);
      connected.add(callee);
    }));
    int tallest = place(columns(connected));
    int bottom = HEADING + MARGIN + tallest;
    int x = MARGIN + (WIDTH + GAP_X) * (1 + layers.values().stream().mapToInt(l -> l).max().orElse(-1));
    int width = Math.max(x - GAP_X, 4 * (WIDTH + GAP_Y)) + MARGIN;
    int rest = bottom + MARGIN;
    List<CallGraph.Node> alone = nodes.stream().filter(n -> !connected.contains(n.id())).toList();
    int total = alone.isEmpty() ? bottom : grid(alone, width, rest + 2 * LINE);
    open(width, total + MARGIN, alone.isEmpty() ? -1 : rest + LINE);
    calls.forEach((caller, callees) -> callees.forEach(callee -> arrow(caller, callee)));
    nodes.forEach(this::box);
    return svg.append("</svg>\n").toString();
  }

  /** Returns the routes that only a contract calls and that call nothing: they answer an operation by themselves. */
  private Set<String> answering() {
    Set<String> found = new HashSet<>();
    nodes.stream().filter(n -> n.input() != null && n.input().startsWith("rest-openapi:")).forEach(n -> found.addAll(calls.get(n.id())));
    found.removeIf(id -> !calls.get(id).isEmpty());
    calls.forEach((caller, callees) -> {
      if (!node(caller).input().startsWith("rest-openapi:")) {
        found.removeAll(callees);
      }
    });
    return found;
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

  private int height(CallGraph.Node node) {
    return node.own().file().equals(ENDPOINT) ? HEAD - 14 : HEAD + LINE * lines(node).size() + 8;
  }

  private static List<String> lines(CallGraph.Node node) {
    return node.body().steps();
  }

  private void open(int width, int height, int restHeading) {
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(width).append("\" height=\"").append(height).append("\" viewBox=\"0 0 ")
        .append(width).append(' ').append(height).append("\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"11\">\n")
        .append("<title>Routes</title>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">")
        .append("<path d=\"M0 0 L8 4 L0 8 z\" fill=\"#64748b\"/></marker></defs>\n")
        .append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    text(MARGIN, 34, "font-size=\"18\" font-weight=\"bold\" fill=\"#0f172a\"", "Routes and what they call");
    words(MARGIN, 52, "fill=\"#475569\"", routes + " routes · solid: the caller waits (direct) · dashed: it does not (seda) · blue: begins outside · violet: the program's own (Java)"
        + " · green: an endpoint outside");
    if (restHeading > 0) {
      words(MARGIN, restHeading, "font-size=\"14\" font-weight=\"bold\" fill=\"#0f172a\"", "Routes that answer an HTTP operation, call no other, or call one whose name is made at run time");
    }
  }

  private void arrow(String caller, String callee) {
    int[] from = places.get(caller);
    int[] to = places.get(callee);
    CallGraph.Node source = node(caller);
    CallGraph.Node target = node(callee);
    int x1 = from[0] + WIDTH;
    int y1 = from[1] + HEAD + LINE * Math.max(0, lineOf(source, target)) + (lineOf(source, target) < 0 ? -HEAD / 2 : 8);
    svg.append("<path d=\"M").append(x1).append(' ').append(y1);
    for (int layer = layers.get(caller) + 1; layer < layers.get(callee); layer++) {
      int[] gap = places.get(caller + ARROW + callee + ARROW + layer);
      curve(x1, y1, gap[0], gap[1]);
      x1 = gap[0] + WIDTH;
      y1 = gap[1];
      svg.append(" L").append(x1).append(' ').append(y1);
    }
    curve(x1, y1, to[0], to[1] + (target.own().file().equals(ENDPOINT) ? HEAD - 14 : HEAD) / 2);
    svg.append("\" fill=\"none\" stroke=\"#64748b\" stroke-width=\"1.2\" marker-end=\"url(#tip)\"")
        .append(target.input().startsWith("seda:") ? " stroke-dasharray=\"5 4\"" : "").append("><title>")
        .append(escaped(caller + ARROW + callee)).append("</title></path>\n");
  }

  private void curve(int x1, int y1, int x2, int y2) {
    int bend = Math.max(40, (x2 - x1) / 2);
    svg.append(" C").append(x1 + bend).append(' ').append(y1).append(' ').append(x2 - bend).append(' ').append(y2).append(' ').append(x2)
        .append(' ').append(y2);
  }

  private CallGraph.Node node(String id) {
    return nodes.stream().filter(n -> n.id().equals(id)).findFirst().orElseThrow();
  }

  /** Returns which of its steps calls; below 0 when it is its error handling. */
  private static int lineOf(CallGraph.Node source, CallGraph.Node target) {
    List<String> lines = lines(source);
    for (int i = 0; i < lines.size(); i++) {
      String wanted = target.own().file().equals(ENDPOINT) ? target.id().replaceAll("…$", "") : target.input();
      if (lines.get(i).contains(" " + wanted) || shown(lines.get(i)).contains(" " + wanted)) {
        return i;
      }
    }
    return -1;
  }

  private void box(CallGraph.Node node) {
    int[] place = places.get(node.id());
    int x = place[0];
    int y = place[1];
    boolean outside = node.own().file().equals(ENDPOINT);
    boolean entry = !outside && !CallGraph.isInternal(node.input());
    boolean core = CoreRoutes.isCore(node.own().file());
    String fill = outside ? "#f0fdf4" : core ? "#f5f3ff" : entry ? "#eff6ff" : "#f8fafc";
    String stroke = outside ? "#16a34a" : core ? "#7c3aed" : entry ? "#2563eb" : "#94a3b8";
    svg.append("<g><title>").append(escaped(node.own().file() + (node.description() == null ? "" : ": " + node.description()))).append("</title>\n<rect x=\"")
        .append(x).append("\" y=\"").append(y).append("\" width=\"").append(WIDTH).append("\" height=\"").append(height(node))
        .append("\" rx=\"").append(outside ? 18 : 6).append("\" fill=\"").append(fill).append("\" stroke=\"").append(stroke).append("\"/>\n");
    text(x + 10, y + 18, "font-size=\"" + (outside ? 11 : 13) + "\" font-weight=\"bold\" fill=\"#0f172a\"", node.id());
    if (outside) {
      svg.append("</g>\n");
      return;
    }
    text(x + 10, y + 34, "fill=\"" + (entry ? "#1d4ed8" : "#64748b") + "\"", node.input());
    int line = y + HEAD + 8;
    for (String step : lines(node)) {
      int indent = step.length() - step.stripLeading().length();
      text(x + 10 + indent * 6, line + 4, "font-family=\"Menlo, Consolas, monospace\" font-size=\"10\" fill=\"#334155\"",
          step.strip(), MOST_LETTERS - indent);
      line += LINE;
    }
    svg.append("</g>\n");
  }

  private void text(int x, int y, String style, String words) {
    text(x, y, style, words, MOST_LETTERS * 2);
  }

  private void text(int x, int y, String style, String words, int most) {
    words(x, y, style, words.length() > most ? words.substring(0, most - 1) + "…" : words);
  }

  private void words(int x, int y, String style, String words) {
    svg.append("<text x=\"").append(x).append("\" y=\"").append(y).append("\" ").append(style).append('>').append(escaped(words)).append("</text>\n");
  }

  private static String escaped(String text) {
    return text.replaceAll("\\s+", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
        .replaceAll("[\\p{Cntrl}]", "");
  }
}
