/**
 * Derives what every wallet holds, what it earned in resolved conditions, and whether it stood for what came true, from the raw tables. Describes these tables
 * and the gates on them to {@link io.cascadian.publish}, which publishes them.
 */
package io.cascadian.ledger;
