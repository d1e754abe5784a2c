package io.cascadian.source.chain;

import io.cascadian.source.Cursor;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Maps places on the chain to cursors: by block time, and within it by block number and log index, padded so that their bytewise order is
 * their order on the chain.
 */
final class ChainPosition {

  /** The padding's width is for seven digits; blocks have some thousand logs. */
  static final long LARGEST_INDEX = 9_999_999;

  private static final Pattern ID = Pattern.compile("(\\d{12})(-\\d{7}|~)");

  private ChainPosition() {}

  /** Returns where a log stands. */
  static Cursor of(Block block, long logIndex) {
    return new Cursor(block.timestamp(), String.format(Locale.ROOT, "%012d-%07d", block.number(), logIndex));
  }

  /** Returns the cursor after all logs of a block: '~' sorts after '-', and the next block's number after both. */
  static Cursor endOf(Block block) {
    return new Cursor(block.timestamp(), String.format(Locale.ROOT, "%012d~", block.number()));
  }

  /** Returns the block that a cursor stands in; empty for a cursor that is only a time. */
  static OptionalLong block(Cursor cursor) {
    Matcher id = ID.matcher(cursor.id());
    return id.matches() ? OptionalLong.of(Long.parseLong(id.group(1))) : OptionalLong.empty();
  }
}
