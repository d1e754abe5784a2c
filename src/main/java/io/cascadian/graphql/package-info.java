/** Camel's {@code graphql:} component with answers as bytes. */
package io.cascadian.graphql;
