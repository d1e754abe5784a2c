package io.cascadian.runtime;

import java.util.Optional;

/** Finds where the HTTP server of the service listens; nothing when none is running. */
@FunctionalInterface
interface OwnUrl {
  Optional<String> find();
}
