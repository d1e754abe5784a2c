package io.cascadian.metrics;

import java.util.Locale;

/** Names why a metric has no value. */
enum NullReason {
  TOO_FEW("There are fewer observations than the minimum, or none that the denominator counts."),
  NO_LOSSES("Nothing was lost, so that a ratio to losses or to drawdowns has no bound."),
  ZERO_VARIANCE("All observations are equal."),
  NO_PRICE("Too little can be valued at trades of other wallets."),
  NOT_RECOVERED("The drawdown had not ended by the day of the metrics."),
  NO_INPUT("The facts that the metric needs are not read, or no source has them."),
  INCOMPLETE_HISTORY("Without the facts whose history is incomplete, because shares were given up that no event brought, too little is left."),
  SIGN("A quantity that has to be above zero is not, or two quantities that have to agree in sign do not.");

  private final String meaning;

  NullReason(String meaning) {
    this.meaning = meaning;
  }

  /** Returns the reason as it is stored. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  String meaning() {
    return meaning;
  }
}
