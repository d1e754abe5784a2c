/**
 * Maintains what is traded: events, markets, their outcome tokens and categories, synchronised with the market catalogue (Gamma API).
 */
package io.cascadian.markets;
