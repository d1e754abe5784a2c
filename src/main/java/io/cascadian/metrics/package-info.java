/**
 * Defines the 102 metrics of a wallet and computes them from its resolved bets and its days. {@link io.cascadian.metrics.Metric} is the only list of them. Each
 * number comes from one fold over bets and days in a fixed order, so that it is the same bit for bit whenever the facts are. Nothing is published yet.
 */
package io.cascadian.metrics;
