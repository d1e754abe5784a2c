/**
 * The nightly run: one at a time, step by step, recorded, resumable, summed up.
 *
 * <p>What the steps do is defined by the features; which steps there are and in what order is the route {@code routes/nightly/nightly.camel.yaml}.
 */
package io.cascadian.nightly;
