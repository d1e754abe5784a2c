/** What must not be seen, and the mask over it where somebody else says it. Knows no other package, and every package may know it. */
package io.cascadian.secrets;
