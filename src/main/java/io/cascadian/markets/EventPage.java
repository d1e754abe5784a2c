package io.cascadian.markets;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Holds a page of the catalogue's events that was read by cursor.
 *
 * @param events an array, as it arrived
 * @param next cursor of the page that follows; null on the last page
 */
record EventPage(JsonNode events, String next) {}
