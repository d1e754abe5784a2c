package io.cascadian.health;

import java.util.Locale;

/** Lists the states of a check; later constants are worse. */
public enum HealthStatus {
  HEALTHY("✓"), WARNING("⚠"), CRITICAL("✗");

  private final String mark;

  HealthStatus(String mark) {
    this.mark = mark;
  }

  public String mark() {
    return mark;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public HealthStatus worse(HealthStatus other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
