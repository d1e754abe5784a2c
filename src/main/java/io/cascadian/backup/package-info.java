/** Writes both databases of one moment into a folder, and restores databases to it. */
package io.cascadian.backup;
