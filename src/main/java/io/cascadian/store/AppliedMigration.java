package io.cascadian.store;

/**
 * Names a version that was applied to a database's schema.
 *
 * @param checksum of its text; of another text with the same version it differs
 */
public record AppliedMigration(String version, String checksum) {}
