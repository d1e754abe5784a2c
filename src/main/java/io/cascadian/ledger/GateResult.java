package io.cascadian.ledger;

/**
 * What a validation gate found.
 *
 * @param blocking whether a failure means that the published numbers are not to be trusted; an informational gate is only reported
 * @param message what was observed
 */
public record GateResult(String name, boolean passed, boolean blocking, String message) {}
