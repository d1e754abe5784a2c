/**
 * Publishes derived tables as whole builds: recomputes what changed in staging tables, verifies it against the raw tables, exchanges it in, and retains
 * replaced builds for rollback. Features describe their tables ({@link io.cascadian.publish.PublishedTable}) and the gates on them
 * ({@link io.cascadian.publish.TableGate}); this package knows none of them by name.
 */
package io.cascadian.publish;
