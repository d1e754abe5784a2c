/**
 * What conditions paid, as resolution map files say it: read, checked, compared with what is known, applied; a bad file changes nothing.
 */
package io.cascadian.resolution;
