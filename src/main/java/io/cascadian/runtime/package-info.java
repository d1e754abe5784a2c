/**
 * Puts the service together: stores, source, the modules of all features, Camel, start and shutdown.
 */
package io.cascadian.runtime;
