package io.cascadian.watchlist;

import java.util.Map;

/** Provides a line of the event log. */
interface LogEvent {

  /** Returns the same for the same event, however often it is written; ASCII without quotes. */
  String id();

  /** Returns the line's fields, the id first. */
  Map<String, Object> json();
}
