/** Masks secrets in messages of others. Knows no other package, and every package may know it. */
package io.cascadian.secrets;
