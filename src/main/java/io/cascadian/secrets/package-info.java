/** Masks configured secrets in logs and answers. Uses no other package; every package may use it. */
package io.cascadian.secrets;
