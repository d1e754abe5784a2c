/** The HTTP surface: what callers may ask and change, and how errors are told. */
package io.cascadian.api;
