package io.cascadian.api;

/**
 * Holds on which port the HTTP server is to listen. Which one it is in the end is known when it listens: {@link ApiServerFactory#port}.
 *
 * @param wanted 0 for any free one
 * @param replaceable whether another one is as good where that is taken
 */
public record PortChoice(int wanted, boolean replaceable) {}
