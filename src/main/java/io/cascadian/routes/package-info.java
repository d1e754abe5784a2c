/** The YAML routes that operators edit: judged as a whole, listed, drawn, and taken up by the running service only when all is well. */
package io.cascadian.routes;
