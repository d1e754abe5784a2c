/**
 * Reports whether the system can do its work right now: checks that modules contribute, run side by side, for people and programs.
 */
package io.cascadian.health;
