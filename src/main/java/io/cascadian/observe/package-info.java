/**
 * What operators watch: metrics, log files, and the ids that lead from one to the other. Knows the stores, the source and health; no feature's
 * work depends on it.
 */
package io.cascadian.observe;
