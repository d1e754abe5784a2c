package io.cascadian.markets;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Groups markets into one look-up request: all by condition or all by token.
 *
 * <p>The parameters are the plural ones. The singular {@code condition_id} is ignored by the catalogue, which then answers its default first
 * page whatever is asked for.
 */
record LookupBatch(List<LookupKey> keys) {

  static final int MOST_KEYS = 20;
  /** Of path and parameters; addresses up to some 2,000 characters pass every proxy. */
  static final int LONGEST_PATH = 1_900;

  LookupBatch {
    keys = List.copyOf(keys);
  }

  /** Cuts keys, in their order, into as few batches as number and length allow; conditions and tokens apart. */
  static List<LookupBatch> cut(List<LookupKey> keys) {
    List<LookupBatch> batches = new ArrayList<>();
    for (boolean conditions : new boolean[] {true, false}) {
      List<LookupKey> open = new ArrayList<>();
      for (LookupKey key : keys) {
        if (key.isCondition() != conditions) {
          continue;
        }
        open.add(key);
        if (open.size() > MOST_KEYS || path(open, true).length() > LONGEST_PATH) {
          batches.add(new LookupBatch(open.subList(0, open.size() - 1)));
          open = new ArrayList<>(List.of(key));
        }
      }
      if (!open.isEmpty()) {
        batches.add(new LookupBatch(open));
      }
    }
    return batches;
  }

  /** Returns the address, without the catalogue's own, that asks for either the closed or the open ones of them: it never answers both at once. */
  String path(boolean closed) {
    return path(keys, closed);
  }

  private static String path(List<LookupKey> keys, boolean closed) {
    String parameter = keys.get(0).isCondition() ? "condition_ids" : "clob_token_ids";
    return keys.stream().map(key -> "&" + parameter + "=" + key.inQuery())
        .collect(Collectors.joining("", "/markets?limit=100&closed=" + closed, ""));
  }
}
