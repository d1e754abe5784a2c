package io.cascadian.source;

/**
 * Describes the history that a sandbox simulates; equal descriptions give an identical one on any machine.
 *
 * @param version of the simulation: 1; 2 with the market's tail; 3, in which corrections concern both sides of a trade as well
 * @param scale 1 is about 340,000 fills
 * @param anchor end of the history, in UTC seconds
 * @param zipfExponent of the activity of wallets, from version 2 on
 * @param optionalStreams whether it has the records of optional streams beside the markets, which stay the same: resolution times, rewards, transfers
 */
public record SandboxSimulation(int version, long seed, double scale, long anchor, double zipfExponent, boolean optionalStreams) {}
