/**
 * Can the system do its work right now? Checks contributed by the rooms, run side by side, reported for people and programs.
 */
package io.cascadian.health;
