/** Checks the databases and the HTTP interface; other features contribute their own checks. */
package io.cascadian.health.checks;
