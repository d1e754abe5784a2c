package io.cascadian.docs;

import java.util.List;

/** Draws lines of a terminal as an SVG picture, with the colours of log levels and results. Stateless. */
final class TerminalPicture {

  private static final int LINE = 18;
  private static final int MARGIN = 16;
  private static final double CHARACTER = 7.85;

  private TerminalPicture() {}

  /** Returns the picture of a command and of the lines that it prints. */
  static String draw(String title, List<String> lines) {
    int width = (int) (2 * MARGIN + CHARACTER * lines.stream().mapToInt(String::length).max().orElse(0));
    int height = 2 * MARGIN + LINE * (lines.size() + 1);
    StringBuilder svg = new StringBuilder(4_096);
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(width).append("\" height=\"").append(height)
        .append("\" viewBox=\"0 0 ").append(width).append(' ').append(height).append("\" role=\"img\">\n")
        .append("<title>").append(escaped(title)).append("</title>\n")
        .append("<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0f172a\"/>\n")
        .append("<g font-family=\"Menlo, Consolas, monospace\" font-size=\"13\" xml:space=\"preserve\">\n");
    for (int i = 0; i < lines.size(); i++) {
      svg.append("<text x=\"").append(MARGIN).append("\" y=\"").append(MARGIN + LINE * (i + 1)).append("\" fill=\"").append(colour(lines.get(i)))
          .append("\">").append(escaped(lines.get(i))).append("</text>\n");
    }
    return svg.append("</g>\n</svg>\n").toString();
  }

  private static String colour(String line) {
    if (line.startsWith("$ ")) {
      return "#f8fafc";
    }
    return line.contains("✓") ? "#4ade80" : line.contains("⚠") ? "#facc15" : line.startsWith("──") ? "#38bdf8" : "#94a3b8";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
