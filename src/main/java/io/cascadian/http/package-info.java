/**
 * The HTTP client that endpoints of routes use to ask foreign services: total deadlines, secrets, and what {@code Retry-After} says. What an answer means
 * is the caller's business.
 */
package io.cascadian.http;
