package io.cascadian.module;

import java.util.function.Function;

/** Adds gates that runs ask after they published, and that the command {@code gates} asks at any time. */
public record FeatureGates(Function<CheckContext, GateSource> maker) {}
