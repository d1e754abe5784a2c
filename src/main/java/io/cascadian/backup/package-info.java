/** Writes both databases of one moment into a folder, and brings databases back to it. */
package io.cascadian.backup;
