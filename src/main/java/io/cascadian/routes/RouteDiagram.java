package io.cascadian.routes;

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

  private static final int MOST_LETTERS = 42;

  private final int routes;
  private final List<CallGraph.Node> nodes;
  private final Map<String, Set<String>> calls = new LinkedHashMap<>();
  private final StringBuilder svg = new StringBuilder();
  private DiagramLayout layout;

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
    RouteUnit unit = new RouteUnit(DiagramLayout.ENDPOINT, RouteUnit.Kind.ROUTE, "to", uri, 1, null, null, Map.of(), null, List.of(), List.of(), List.of(), List.of(), null,
        false, List.of());
    return new CallGraph.Node(unit, unit, DiagramLayout.ENDPOINT, Map.of(), null, List.of(), List.of());
  }

  /** Returns one SVG document that needs no other file. */
  public static String svg(CheckedRoutes routes) {
    return new RouteDiagram(routes.graph()).draw();
  }

  private String draw() {
    Set<String> answering = answering();
    calls.values().forEach(callees -> callees.removeAll(answering));
    layout = DiagramLayout.of(nodes, calls);
    open(layout.width(), layout.height(), layout.restHeading());
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
      if (!DiagramLayout.node(nodes, caller).input().startsWith("rest-openapi:")) {
        found.removeAll(callees);
      }
    });
    return found;
  }

  private void open(int width, int height, int restHeading) {
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(width).append("\" height=\"").append(height).append("\" viewBox=\"0 0 ")
        .append(width).append(' ').append(height).append("\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"11\">\n")
        .append("<title>Routes</title>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">")
        .append("<path d=\"M0 0 L8 4 L0 8 z\" fill=\"#64748b\"/></marker></defs>\n")
        .append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    text(DiagramLayout.MARGIN, 34, "font-size=\"18\" font-weight=\"bold\" fill=\"#0f172a\"", "Routes and what they call");
    words(DiagramLayout.MARGIN, 52, "fill=\"#475569\"", routes + " routes · solid: the caller waits (direct) · dashed: it does not (seda) · blue: begins outside · violet: the program's own (Java)"
        + " · green: an endpoint outside");
    if (restHeading > 0) {
      words(DiagramLayout.MARGIN, restHeading, "font-size=\"14\" font-weight=\"bold\" fill=\"#0f172a\"", "Routes that answer an HTTP operation, call no other, or call one whose name is made at run time");
    }
  }

  private void arrow(String caller, String callee) {
    int[] from = layout.place(caller);
    int[] to = layout.place(callee);
    CallGraph.Node source = layout.node(caller);
    CallGraph.Node target = layout.node(callee);
    int x1 = from[0] + DiagramLayout.WIDTH;
    int y1 = from[1] + DiagramLayout.HEAD + DiagramLayout.LINE * Math.max(0, lineOf(source, target)) + (lineOf(source, target) < 0 ? -DiagramLayout.HEAD / 2 : 8);
    svg.append("<path d=\"M").append(x1).append(' ').append(y1);
    for (int layer = layout.layer(caller) + 1; layer < layout.layer(callee); layer++) {
      int[] gap = layout.place(caller + DiagramLayout.ARROW + callee + DiagramLayout.ARROW + layer);
      curve(x1, y1, gap[0], gap[1]);
      x1 = gap[0] + DiagramLayout.WIDTH;
      y1 = gap[1];
      svg.append(" L").append(x1).append(' ').append(y1);
    }
    curve(x1, y1, to[0], to[1] + (target.own().file().equals(DiagramLayout.ENDPOINT) ? DiagramLayout.HEAD - 14 : DiagramLayout.HEAD) / 2);
    svg.append("\" fill=\"none\" stroke=\"#64748b\" stroke-width=\"1.2\" marker-end=\"url(#tip)\"")
        .append(target.input().startsWith("seda:") ? " stroke-dasharray=\"5 4\"" : "").append("><title>")
        .append(escaped(caller + DiagramLayout.ARROW + callee)).append("</title></path>\n");
  }

  private void curve(int x1, int y1, int x2, int y2) {
    int bend = Math.max(40, (x2 - x1) / 2);
    svg.append(" C").append(x1 + bend).append(' ').append(y1).append(' ').append(x2 - bend).append(' ').append(y2).append(' ').append(x2)
        .append(' ').append(y2);
  }

  /** Returns which of its steps calls; below 0 when it is its error handling. */
  private static int lineOf(CallGraph.Node source, CallGraph.Node target) {
    List<String> lines = DiagramLayout.lines(source);
    for (int i = 0; i < lines.size(); i++) {
      String wanted = target.own().file().equals(DiagramLayout.ENDPOINT) ? target.id().replaceAll("…$", "") : target.input();
      if (lines.get(i).contains(" " + wanted) || shown(lines.get(i)).contains(" " + wanted)) {
        return i;
      }
    }
    return -1;
  }

  private void box(CallGraph.Node node) {
    int[] place = layout.place(node.id());
    int x = place[0];
    int y = place[1];
    boolean outside = node.own().file().equals(DiagramLayout.ENDPOINT);
    boolean entry = !outside && !CallGraph.isInternal(node.input());
    boolean core = CoreRoutes.isCore(node.own().file());
    String fill = outside ? "#f0fdf4" : core ? "#f5f3ff" : entry ? "#eff6ff" : "#f8fafc";
    String stroke = outside ? "#16a34a" : core ? "#7c3aed" : entry ? "#2563eb" : "#94a3b8";
    svg.append("<g><title>").append(escaped(node.own().file() + (node.description() == null ? "" : ": " + node.description()))).append("</title>\n<rect x=\"")
        .append(x).append("\" y=\"").append(y).append("\" width=\"").append(DiagramLayout.WIDTH).append("\" height=\"").append(layout.height(node))
        .append("\" rx=\"").append(outside ? 18 : 6).append("\" fill=\"").append(fill).append("\" stroke=\"").append(stroke).append("\"/>\n");
    text(x + 10, y + 18, "font-size=\"" + (outside ? 11 : 13) + "\" font-weight=\"bold\" fill=\"#0f172a\"", node.id());
    if (outside) {
      svg.append("</g>\n");
      return;
    }
    text(x + 10, y + 34, "fill=\"" + (entry ? "#1d4ed8" : "#64748b") + "\"", node.input());
    int line = y + DiagramLayout.HEAD + 8;
    for (String step : DiagramLayout.lines(node)) {
      int indent = step.length() - step.stripLeading().length();
      text(x + 10 + indent * 6, line + 4, "font-family=\"Menlo, Consolas, monospace\" font-size=\"10\" fill=\"#334155\"",
          step.strip(), MOST_LETTERS - indent);
      line += DiagramLayout.LINE;
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
