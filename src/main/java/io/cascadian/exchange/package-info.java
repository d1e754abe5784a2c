/** Lets Java code send exchanges to routes, and reads answers of foreign services in them. */
package io.cascadian.exchange;
