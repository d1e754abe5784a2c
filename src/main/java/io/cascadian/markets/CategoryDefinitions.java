package io.cascadian.markets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.files.FileJson;
import io.cascadian.files.PackedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Assigns a category to an event.
 *
 * <p>Its own one where it has one; else the first bucket, in the order of the definitions, that has an <em>equal</em> tag (upper and lower
 * case and surrounding blanks do not count; never a part of a word: "AI" is not in "Campaign"); else {@value #UNCATEGORIZED}. Immutable.
 */
public final class CategoryDefinitions {

  public static final String UNCATEGORIZED = "Uncategorized";

  private static final String BUILT_IN = "/categories/categories.json";
  private static final ObjectMapper JSON = new ObjectMapper().enable(
      DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int SHOWN = 200;

  private final List<Bucket> buckets;

  private record Bucket(String name, Set<String> tags) {}

  private CategoryDefinitions(List<Bucket> buckets) {
    this.buckets = List.copyOf(buckets);
  }

  /** Loads the definitions that are part of the program. */
  public static CategoryDefinitions builtIn() {
    try (InputStream in = CategoryDefinitions.class.getResourceAsStream(BUILT_IN)) {
      return parse(in, BUILT_IN);
    } catch (IOException e) {
      throw new UncheckedIOException(BUILT_IN, e);
    }
  }

  /** @throws IllegalArgumentException naming the file and what is wrong with it */
  public static CategoryDefinitions of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in, file.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + ", line " + e.getLocation().getLineNr() + ": the category definitions are not one JSON object: " + FileJson.whyMalformed(e), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": the category definitions are not usable: " + PackedFile.whyUnreadable(e), e);
    }
  }

  private static CategoryDefinitions parse(InputStream in, String name) throws IOException {
    JsonNode root = JSON.readTree(in);
    if (!root.path("buckets").isArray()) {
      throw new IllegalArgumentException(name + ": expected an object with an array 'buckets' of {name, tags}");
    }
    List<Bucket> buckets = new ArrayList<>();
    for (JsonNode node : root.path("buckets")) {
      String bucket = node.path("name").asText("").strip();
      if (bucket.isEmpty() || !node.path("tags").isArray()) {
        String shown = node.toString();
        throw new IllegalArgumentException(name + ": each bucket needs a name and an array 'tags', but one is "
            + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown));
      }
      Set<String> tags = new TreeSet<>();
      node.path("tags").forEach(tag -> tags.add(normal(tag.asText())));
      buckets.add(new Bucket(bucket, tags));
    }
    return new CategoryDefinitions(buckets);
  }

  /**
   * Returns the category of an event.
   *
   * @param own the event's own category; null or blank when it has none
   */
  public String categoryOf(String own, List<String> tags) {
    if (own != null && !own.isBlank()) {
      return own.strip();
    }
    List<String> normal = tags.stream().map(CategoryDefinitions::normal).toList();
    return buckets.stream()
        .filter(bucket -> normal.stream().anyMatch(bucket.tags::contains))
        .map(Bucket::name)
        .findFirst()
        .orElse(UNCATEGORIZED);
  }

  private static String normal(String tag) {
    return tag.strip().toLowerCase(Locale.ROOT);
  }
}
