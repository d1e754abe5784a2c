/** Defines what a feature contributes to the service, and how that is put together. Knows no feature. */
package io.cascadian.module;
