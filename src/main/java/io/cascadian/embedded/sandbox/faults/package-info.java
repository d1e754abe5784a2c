/** Misbehaviours of a source, one small class each. */
package io.cascadian.embedded.sandbox.faults;
