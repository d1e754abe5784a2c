/**
 * How the service is put together: settings, stores, rooms, Camel, start and shutdown.
 */
package io.cascadian.runtime;
