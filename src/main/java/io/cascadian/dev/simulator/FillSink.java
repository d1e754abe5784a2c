package io.cascadian.dev.simulator;

/** Receives the fills of a simulation one after the other, event by event rather than in the order of time. */
@FunctionalInterface
interface FillSink {

  void add(Fill fill);
}
