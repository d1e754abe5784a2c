package io.cascadian.module;

import io.cascadian.routes.ServiceRules;
import io.cascadian.settings.Settings;
import java.util.function.BiFunction;

/** Adds what a feature relies on in routes of any name to the rules that edits are validated by. */
public record RouteRule(BiFunction<ServiceRules, Settings, ServiceRules> addition) {}
