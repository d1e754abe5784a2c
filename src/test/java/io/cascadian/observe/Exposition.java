package io.cascadian.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer in Prometheus' text format, as far as the tests ask. */
final class Exposition {

  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** A line with a value. */
  record Sample(String name, Map<String, String> labels, double value) {}

  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, String> types = new TreeMap<>();
  private final Map<String, String> help = new HashMap<>();

  static Exposition parse(String text) {
    Exposition exposition = new Exposition();
    for (String line : text.split("\n")) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        exposition.types.put(words[2], words[3]);
      } else if (line.startsWith("# HELP ")) {
        String[] words = line.split(" ", 4);
        exposition.help.put(words[2], words.length > 3 ? words[3] : "");
      } else if (!line.isBlank() && !line.startsWith("#")) {
        exposition.samples.add(sample(line));
      }
    }
    return exposition;
  }

  private static Sample sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a sample: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    if (matcher.group(2) != null) {
      for (Matcher label = LABEL.matcher(matcher.group(2)); label.find(); ) {
        labels.put(label.group(1), label.group(2));
      }
    }
    return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3).replace("+Inf", "Infinity")));
  }

  List<Sample> samples() {
    return samples;
  }

  /** Type by name of the family, such as counter. */
  Map<String, String> types() {
    return types;
  }

  Map<String, String> help() {
    return help;
  }

  /** The value of the one sample with these labels, others not asked for. */
  Optional<Double> value(String name, String... labels) {
    List<Double> found = samples.stream().filter(s -> s.name.equals(name)).filter(s -> {
      for (int i = 0; i < labels.length; i += 2) {
        if (!labels[i + 1].equals(s.labels.get(labels[i]))) {
          return false;
        }
      }
      return true;
    }).map(Sample::value).toList();
    if (found.size() > 1) {
      throw new IllegalArgumentException("several " + name + " " + List.of(labels));
    }
    return found.stream().findFirst();
  }
}
