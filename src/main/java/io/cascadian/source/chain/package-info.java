/** Reads streams from the logs of contracts, as a node of the chain serves them: JSON-RPC over HTTP. */
package io.cascadian.source.chain;
