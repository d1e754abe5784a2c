package io.cascadian.dev.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a row of a feed with the line that it is from, and checks what only all rows of an entity show. */
record RecordedRow(RowTable.Row row, long line) {

  /** @throws SandboxFileException when two versions of one entity are visible at the same block: pages of them would not be in order */
  static void requireDistinct(String file, EntityType type, List<RecordedRow> rows) {
    int id = type.indexOf("id");
    List<RecordedRow> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.<RecordedRow, String>comparing(r -> r.value(id)).thenComparingLong(r -> r.row.block()).thenComparingLong(RecordedRow::line));
    for (int i = 1; i < sorted.size(); i++) {
      RecordedRow one = sorted.get(i - 1);
      RecordedRow other = sorted.get(i);
      if (one.value(id).equals(other.value(id)) && one.row.removedAtBlock() > other.row.block()) {
        throw SandboxFileException.ofFeed(file, Math.max(one.line, other.line), type.name() + " " + other.value(id) + " is in line " + Math.min(one.line, other.line)
            + " already; take one of the two out, or let removed_at_block of the older one say when it was replaced", null);
      }
    }
  }

  /** @throws SandboxFileException when a row refers to an entity that the feed does not have */
  static void requireReferences(String file, EntityType type, List<RecordedRow> rows, Map<EntityType, List<RecordedRow>> tables) {
    for (EntityType.Field field : type.fields()) {
      if (field.reference() == null) {
        continue;
      }
      Set<String> known = new HashSet<>();
      tables.forEach((other, ofOther) -> {
        if (other.name().equals(field.reference())) {
          ofOther.forEach(row -> known.add(row.value(other.indexOf("id"))));
        }
      });
      for (RecordedRow row : rows) {
        Object id = row.row.values().get(type.indexOf(field.name()));
        if (id != null && !known.contains(id.toString())) {
          throw SandboxFileException.ofFeed(file, row.line, "its " + field.name() + " " + id + " is no " + field.reference() + " of the feed", null);
        }
      }
    }
  }

  private String value(int field) {
    return row.values().get(field).toString();
  }
}
