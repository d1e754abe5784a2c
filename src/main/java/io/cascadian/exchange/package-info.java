/** Lets Java code send exchanges to routes. */
package io.cascadian.exchange;
