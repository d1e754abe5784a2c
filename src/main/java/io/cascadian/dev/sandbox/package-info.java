/**
 * The sandbox source: an HTTP server that speaks to the service as a hosted subgraph and the market catalogue do, so that everything but
 * the base URL is the same as in production.
 */
package io.cascadian.dev.sandbox;
