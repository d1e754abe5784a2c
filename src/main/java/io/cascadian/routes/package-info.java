/** Validates the YAML routes that operators edit as a whole, lists and draws them, and replaces running routes only when all are valid. */
package io.cascadian.routes;
