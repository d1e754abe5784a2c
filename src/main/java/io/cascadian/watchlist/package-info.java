/**
 * Which markets are watched for which trading strategy, and who put them there: people, what the strategy's wallets hold, or a position that
 * one of them opened.
 */
package io.cascadian.watchlist;
