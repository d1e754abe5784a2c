/** The HTTP API: operations of the contract, access rules, and problem documents. */
package io.cascadian.api;
