package io.cascadian.module;

/** Names a path of the HTTP interface that the health check {@code api} requests; it must be answered without a token. */
public record ProbedPath(String path) {}
