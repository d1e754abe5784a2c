package io.cascadian.metrics;

import java.time.LocalDate;

/** Defines the spans of days that metrics are computed over. Each ends with the UTC day as of which they are computed, and includes it. */
enum Window {
  DAYS_30("30d", 30),
  DAYS_90("90d", 90),
  DAYS_180("180d", 180),
  LIFETIME("lifetime", Integer.MAX_VALUE);

  private final String column;
  private final int days;

  Window(String column, int days) {
    this.column = column;
    this.days = days;
  }

  /** Returns the window as it is stored. */
  String column() {
    return column;
  }

  int days() {
    return days;
  }

  boolean isLifetime() {
    return this == LIFETIME;
  }

  boolean contains(LocalDate asOf, LocalDate day) {
    return contains(days, asOf, day);
  }

  /** Checks whether a day is one of the last {@code days} up to and including {@code asOf}. */
  static boolean contains(int days, LocalDate asOf, LocalDate day) {
    long age = asOf.toEpochDay() - day.toEpochDay();
    return age >= 0 && age < days;
  }
}
