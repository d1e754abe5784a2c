/** Masks secrets in messages of others. Uses no other package; every package may use it. */
package io.cascadian.secrets;
