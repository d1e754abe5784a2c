/**
 * Assembles the service: stores, source, the modules of all features, Camel, start and shutdown.
 */
package io.cascadian.runtime;
