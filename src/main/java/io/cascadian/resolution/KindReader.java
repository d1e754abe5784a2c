package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.cascadian.resolution.DroppedFile.Kind;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognises what kind of file was dropped from all keys of its objects, in whatever order these stand, and passes over objects without a known key.
 *
 * <p>A list is read to its end, so that it can be taken over entry by entry afterwards: it is whole, of one kind, and no entry is larger than 1 MiB. Used
 * once.
 */
final class KindReader {

  private static final Set<String> REPORT = Set.of("valid_backfill_mappings", "not_found_in_local_sample");
  private static final Set<String> PAYOUTS = Set.of("resolved_outcome", "payout_yes", "payout_no", "payout_numerators", "payout_denominator");
  /** What only an entry of a list has, when it stands together with an id. */
  private static final Set<String> DESCRIPTION = Set.of("question", "title", "event_id");
  private static final Set<String> OTHERS = Set.of("resolutions", "condition_id", "market_id");
  /** In the names that other programs give to what a condition paid, such as {@code resolvedOutcome}, {@code payouts} and {@code winner}. */
  private static final Pattern OF_PAYOUT = Pattern.compile("outcome|payout|winn|numerator", Pattern.CASE_INSENSITIVE);
  private static final long LARGEST_ENTRY = 1 << 20;

  private final JsonParser json;

  KindReader(JsonParser json) {
    this.json = json;
  }

  Kind kind() throws IOException, FileRejectedException {
    boolean isList = false;
    try {
      json.nextToken();
      isList = json.currentToken() == JsonToken.START_ARRAY;
      return isList ? list() : objects();
    } catch (JsonProcessingException e) {
      if (isList) {
        throw FileRejectedException.notJson(e);
      }
      return Kind.RESOLUTION_MAP;
    }
  }

  /** Returns whether an object with these keys is an entry that belongs into a list: it would not be applied where it stands. */
  static boolean isEntry(Collection<String> keys) {
    boolean isDescribed = !Collections.disjoint(keys, DESCRIPTION) || keys.stream().anyMatch(key -> OF_PAYOUT.matcher(key).find());
    return !Collections.disjoint(keys, PAYOUTS)
        || keys.contains("condition_id") && isDescribed
        || keys.contains("event_id") && (keys.contains("title") || keys.contains("question"));
  }

  /** Recognises the kind of one object, or of objects one a line, by the first one with a known key. */
  private Kind objects() throws IOException, FileRejectedException {
    while (json.currentToken() == JsonToken.START_OBJECT) {
      Set<String> keys = keys();
      if (keys.contains("resolutions")) {
        return Kind.RESOLUTION_MAP;
      }
      if (!Collections.disjoint(keys, REPORT)) {
        return Kind.BACKFILLED_REPORT;
      }
      if (isEntry(keys)) {
        throw FileRejectedException.entriesOutsideList();
      }
      if (keys.contains("condition_id")) {
        return Kind.MARKET_LOOKUPS;
      }
      json.nextToken();
    }
    return Kind.RESOLUTION_MAP;
  }

  private Kind list() throws IOException, FileRejectedException {
    boolean markets = false;
    boolean partsOfMarkets = false;
    boolean events = false;
    long entries = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      entries++;
      long begin = offset();
      if (json.currentToken() == JsonToken.START_OBJECT) {
        Set<String> keys = keys();
        markets |= keys.contains("condition_id");
        boolean partOfMarket = keys.contains("market_id") || keys.contains("question") || !Collections.disjoint(keys, PAYOUTS);
        partsOfMarkets |= partOfMarket;
        events |= keys.contains("event_id") && !keys.contains("condition_id") && !partOfMarket;
      } else {
        json.skipChildren();
      }
      if (offset() - begin > LARGEST_ENTRY) {
        throw new FileRejectedException("beyond-limits", "entry " + entries + " of the list is larger than 1 MiB; take it out, and drop the file again");
      }
    }
    if (json.nextToken() != null) {
      throw FileRejectedException.moreAfterEnd();
    }
    if (markets && events) {
      throw new FileRejectedException("mixed-list", "the list has markets and events; drop them again as two files");
    }
    return markets ? Kind.MARKETS : events && !partsOfMarkets ? Kind.EVENTS : Kind.OTHER_ARRAY;
  }

  /** Returns the offset in bytes, or in characters if the file is not UTF-8. */
  private long offset() {
    JsonLocation at = json.currentLocation();
    return Math.max(at.getByteOffset(), at.getCharOffset());
  }

  /**
   * Returns the known ones among the keys of the object that the parser stands at the beginning of, and the first that names a payout in another program's words; it
   * stands at its end afterwards.
   */
  private Set<String> keys() throws IOException {
    Set<String> keys = new HashSet<>();
    boolean isNamedOtherwise = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      boolean isOfPayout = !isNamedOtherwise && OF_PAYOUT.matcher(key).find();
      isNamedOtherwise |= isOfPayout;
      if (isOfPayout || REPORT.contains(key) || PAYOUTS.contains(key) || DESCRIPTION.contains(key) || OTHERS.contains(key)) {
        keys.add(key);
      }
      json.nextToken();
      json.skipChildren();
    }
    return keys;
  }
}
