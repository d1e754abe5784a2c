/**
 * Outbound HTTP for every room that asks a foreign service: total deadlines, rate limits per host, and repetition that honours
 * {@code Retry-After}. What an answer means is the caller's business.
 */
package io.cascadian.http;
