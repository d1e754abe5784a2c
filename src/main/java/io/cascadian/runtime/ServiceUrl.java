package io.cascadian.runtime;

import java.util.Optional;

/** Finds the URL of the service's HTTP server; empty when none is running. */
@FunctionalInterface
interface ServiceUrl {
  Optional<String> find();
}
