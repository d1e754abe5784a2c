/**
 * Applies payouts of conditions from resolution map files: read, checked, compared with what is known, applied; a bad file changes nothing.
 */
package io.cascadian.resolution;
