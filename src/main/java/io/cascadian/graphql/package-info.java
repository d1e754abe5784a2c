/** Provides Camel's {@code graphql:} component with answers as streams of bytes. */
package io.cascadian.graphql;
