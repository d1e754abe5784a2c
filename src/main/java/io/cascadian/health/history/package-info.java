/**
 * Which health reports were there, and how long do they usually take? Kept in Postgres.
 */
package io.cascadian.health.history;
