package io.cascadian.metrics;

import static io.cascadian.metrics.Input.DIMENSIONS;
import static io.cascadian.metrics.Input.FILLS;
import static io.cascadian.metrics.Input.POSITION_EVENTS;
import static io.cascadian.metrics.Input.PRICES;
import static io.cascadian.metrics.Input.RESOLUTIONS;

import java.util.EnumSet;
import java.util.Set;

/**
 * Describes what a metric is computed from.
 *
 * @param minimum number of observations below which it is NULL
 * @param reasons of a NULL that follow from this
 */
record Needs(Observation observation, int minimum, Set<Input> inputs, WindowBasis basis, Availability availability, Set<NullReason> reasons) {

  /** Distinguishes metrics that are computed from those that can only be NULL today. */
  enum Availability { COMPUTED, NOT_READ_YET, NO_SOURCE }

  private static final Set<NullReason> OF_BETS = EnumSet.of(NullReason.TOO_FEW, NullReason.INCOMPLETE_HISTORY);
  private static final Set<NullReason> OF_PRICES = EnumSet.of(NullReason.TOO_FEW, NullReason.INCOMPLETE_HISTORY, NullReason.NO_PRICE);
  private static final Set<NullReason> OF_EQUITY =
      EnumSet.of(NullReason.TOO_FEW, NullReason.INCOMPLETE_HISTORY, NullReason.NO_PRICE, NullReason.NO_INPUT);

  static Needs bets(int minimum) {
    return settled(Observation.BETS, minimum);
  }

  static Needs settled(Observation observation, int minimum) {
    return new Needs(observation, minimum, EnumSet.of(FILLS, POSITION_EVENTS, RESOLUTIONS), WindowBasis.SETTLEMENT, Availability.COMPUTED, OF_BETS);
  }

  /** Bets with the category, event or labels of their markets. */
  static Needs dimensions(Observation observation, int minimum) {
    return new Needs(observation, minimum, EnumSet.of(FILLS, RESOLUTIONS, DIMENSIONS), WindowBasis.SETTLEMENT, Availability.COMPUTED, OF_BETS);
  }

  static Needs forecasts(int minimum) {
    return new Needs(Observation.FORECASTS, minimum, EnumSet.of(FILLS, RESOLUTIONS), WindowBasis.SETTLEMENT, Availability.COMPUTED, OF_BETS);
  }

  static Needs prices(Observation observation, int minimum) {
    return new Needs(observation, minimum, EnumSet.of(FILLS, RESOLUTIONS, PRICES), WindowBasis.SETTLEMENT, Availability.COMPUTED, OF_PRICES);
  }

  /** Daily equity. A wallet with days has at least one. */
  static Needs days(int minimum) {
    Set<NullReason> reasons = EnumSet.copyOf(OF_EQUITY);
    if (minimum == 1) {
      reasons.remove(NullReason.TOO_FEW);
    }
    return new Needs(Observation.DAYS, minimum, EnumSet.of(FILLS, POSITION_EVENTS, RESOLUTIONS, PRICES), WindowBasis.CALENDAR, Availability.COMPUTED, reasons);
  }

  /** Bets with the daily equity before them. */
  static Needs equity() {
    return new Needs(Observation.BETS, 1, EnumSet.of(FILLS, POSITION_EVENTS, RESOLUTIONS, PRICES), WindowBasis.SETTLEMENT, Availability.COMPUTED, OF_EQUITY);
  }

  static Needs opened(Observation observation, int minimum) {
    return new Needs(observation, minimum, EnumSet.of(FILLS, RESOLUTIONS), WindowBasis.FILL_TIME, Availability.COMPUTED, OF_BETS);
  }

  static Needs fills() {
    return new Needs(Observation.FILL_DAYS, 1, EnumSet.of(FILLS), WindowBasis.FILL_TIME, Availability.COMPUTED, EnumSet.of(NullReason.TOO_FEW));
  }

  static Needs horizon(Observation observation, int minimum) {
    return new Needs(observation, minimum, EnumSet.of(FILLS, POSITION_EVENTS, RESOLUTIONS), WindowBasis.OWN_HORIZON, Availability.COMPUTED, OF_BETS);
  }

  static Needs pricedHorizon() {
    return new Needs(Observation.VALUED_DAYS, 10, EnumSet.of(FILLS, POSITION_EVENTS, RESOLUTIONS, PRICES), WindowBasis.OWN_HORIZON, Availability.COMPUTED, OF_PRICES);
  }

  static Needs counted() {
    return new Needs(Observation.NOTHING, 0, EnumSet.of(FILLS, RESOLUTIONS), WindowBasis.SETTLEMENT, Availability.COMPUTED, Set.of());
  }

  /** What could be read, but is in no bet and no day. */
  static Needs notRead(Input input, WindowBasis basis) {
    return new Needs(Observation.NOTHING, 0, EnumSet.of(input), basis, Availability.NOT_READ_YET, EnumSet.of(NullReason.NO_INPUT));
  }

  static Needs noSource(Input input) {
    return new Needs(Observation.NOTHING, 0, EnumSet.of(input), WindowBasis.NONE, Availability.NO_SOURCE, EnumSet.of(NullReason.NO_INPUT));
  }
}
