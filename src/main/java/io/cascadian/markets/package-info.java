/**
 * What is traded: events, markets, their outcome tokens and categories, kept in line with the market catalogue (Gamma API).
 */
package io.cascadian.markets;
