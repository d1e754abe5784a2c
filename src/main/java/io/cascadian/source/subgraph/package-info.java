/** Reads streams from subgraphs as graph-node and its hosts serve them: GraphQL over HTTP. */
package io.cascadian.source.subgraph;
