package io.cascadian.source;

import java.util.Map;

/**
 * One record as the source delivered it.
 *
 * @param position its place in the stream's order
 * @param fields values by field name: {@code String} for numbers of any size, strings and hex; {@code Boolean}; {@code Integer};
 *     {@code List} and {@code Map} of those for lists and nested entities; null values are kept as null
 */
public record SourceRecord(Cursor position, Map<String, Object> fields) {}
