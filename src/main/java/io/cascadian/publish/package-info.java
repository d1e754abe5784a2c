/**
 * Publishes derived tables as whole builds: recomputes what changed into layers, verifies them against the raw tables, lets readers see them, and retains
 * replaced builds for rollback. Features describe their tables ({@link io.cascadian.publish.PublishedTable}) and the gates on them
 * ({@link io.cascadian.publish.TableGate}); this package knows none of them by name.
 */
package io.cascadian.publish;
