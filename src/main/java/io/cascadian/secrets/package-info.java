/** What must not be seen, and the mask over it where somebody else says it. Knows no room, and every room may know it. */
package io.cascadian.secrets;
