package io.cascadian.dev.simulator;

/** Spreads the trades of an event over its life, 0 to 1. */
enum TradingPace {

  /** More and more trades up to the end. */
  TOWARDS_THE_END {
    @Override
    double at(double draw) {
      return StrictMath.sqrt(draw);
    }

    @Override
    double partUntil(double life) {
      return clamped(life) * clamped(life);
    }
  },
  /** Many trades when it opens, fewer then, and many before its end. */
  SKEWED {
    private static final double AT_OPENING = 0.4;

    @Override
    double at(double draw) {
      double opening = draw / AT_OPENING;
      return draw < AT_OPENING ? opening * opening : StrictMath.sqrt((draw - AT_OPENING) / (1 - AT_OPENING));
    }

    @Override
    double partUntil(double life) {
      return AT_OPENING * StrictMath.sqrt(clamped(life)) + (1 - AT_OPENING) * clamped(life) * clamped(life);
    }
  };

  /** Returns the place of a trade in the life of its event. */
  abstract double at(double draw);

  /** Returns what part of the trades comes until then. */
  abstract double partUntil(double life);

  private static double clamped(double life) {
    return Math.max(0, Math.min(1, life));
  }
}
