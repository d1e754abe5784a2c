package io.cascadian.module;

/**
 * Names a route of the folder without which a feature does not work.
 *
 * @param id of the route
 * @param why what does not work without it
 */
public record RequiredRoute(String id, String why) {}
