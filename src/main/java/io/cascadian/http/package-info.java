/**
 * Provides the HTTP client that endpoints of routes use for external services: total deadlines, secrets, {@code Retry-After}; and finds free ports. What an
 * answer means is the caller's business.
 */
package io.cascadian.http;
