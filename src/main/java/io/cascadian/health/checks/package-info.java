/** The checks of the databases and of the HTTP interface; the other rooms contribute their own. */
package io.cascadian.health.checks;
