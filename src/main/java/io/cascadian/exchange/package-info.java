/** Lets Java code send exchanges to routes, and reads answers of external services in them. */
package io.cascadian.exchange;
