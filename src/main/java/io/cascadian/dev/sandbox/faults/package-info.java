/**
 * Misbehaviours of a source, one small class each; {@link io.cascadian.dev.sandbox.faults.Faults} knows them by name. Each stands for
 * something that a real subgraph, its host or the network between has done, and its Javadoc says what.
 */
package io.cascadian.dev.sandbox.faults;
