/** Marks of exceptions. Uses no other package; every package may use it. */
package io.cascadian.errors;
