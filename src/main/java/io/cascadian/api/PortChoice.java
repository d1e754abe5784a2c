package io.cascadian.api;

/**
 * Holds the port that the HTTP server is to listen on; {@link ApiServerFactory#port} returns the actual one once it listens.
 *
 * @param wanted 0 for any free port
 * @param replaceable whether another port is used if this one is in use
 */
public record PortChoice(int wanted, boolean replaceable) {}
