package io.cascadian.observe;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Bounds the labels of metrics, so that no metric grows with the data: a label holds a short word, never an id, an address or a message, and each
 * label at most so many different ones.
 *
 * <p>What is none becomes {@code other}. Thread-safe.
 */
final class BoundedLabels implements MeterFilter {

  static final String OTHER = "other";
  static final int MOST_VALUES = 100;

  /** Words in lower case, joined by dashes; versions have dots. */
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]{0,47}");
  private static final Pattern NUMBERED = Pattern.compile(".*\\d{5}.*|0x.*|[0-9a-f]{16,}");

  private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();

  @Override
  public Meter.Id map(Meter.Id id) {
    if (!id.getName().startsWith("cascadian.")) {
      return id;
    }
    List<Tag> tags = new ArrayList<>();
    for (Tag tag : id.getTagsAsIterable()) {
      tags.add(Tag.of(tag.getKey(), bounded(id.getName() + " " + tag.getKey(), tag.getValue())));
    }
    return id.replaceTags(tags);
  }

  private String bounded(String label, String value) {
    if (!isWord(value)) {
      return OTHER;
    }
    Set<String> values = seen.computeIfAbsent(label, l -> ConcurrentHashMap.newKeySet());
    return values.contains(value) || (values.size() < MOST_VALUES && values.add(value)) ? value : OTHER;
  }

  /** Returns whether a label may have this value. */
  static boolean isWord(String value) {
    return WORD.matcher(value).matches() && !NUMBERED.matcher(value).matches();
  }
}
