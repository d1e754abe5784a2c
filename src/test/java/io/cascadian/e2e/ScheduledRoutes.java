package io.cascadian.e2e;

import io.cascadian.store.Postgres;
import io.cascadian.testkit.RouteTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A folder with the routes of this project that a test edits as operators do, and what Quartz keeps of their schedules. */
final class ScheduledRoutes {

  private final RouteTree routes;
  private final Path fired;
  private final Postgres postgres;

  ScheduledRoutes(Path parent, Postgres postgres) throws IOException {
    this.routes = RouteTree.copiedTo(parent.resolve("routes"));
    this.fired = parent.resolve("fired");
    this.postgres = postgres;
  }

  Path folder() {
    return routes.root();
  }

  String text(String id) throws IOException {
    return Files.readString(file(id));
  }

  void write(String id, String text) throws IOException {
    Files.writeString(file(id), text);
  }

  void delete(String id) throws IOException {
    Files.delete(file(id));
  }

  private Path file(String id) throws IOException {
    return routes.file(id);
  }

  /** Name of the file with this route as the service writes it. */
  String name(String id) throws IOException {
    return routes.name(id);
  }

  /** The text of a route with a schedule of its own, which writes down each firing. */
  String everySecond(String id) {
    return String.format(Locale.ROOT, """
        - route:
            id: %1$s
            from:
              uri: quartz:mine/%1$s
              parameters:
                cron: "* * * * * ?"
              steps:
                - setBody:
                    constant:
                      expression: x
                - to:
                    uri: file:%2$s
                    parameters:
                      fileName: %1$s
                      fileExist: Append
        """, id, fired);
  }

  /** How often it has fired. */
  int fired(String id) throws IOException {
    Path file = fired.resolve(id);
    return Files.exists(file) ? Files.readString(file).length() : 0;
  }

  /** In which of Quartz's tables something is of a trigger or of what it starts. */
  List<String> rows(String trigger) {
    return postgres.query("""
        SELECT 'qrtz_triggers' FROM qrtz_triggers WHERE trigger_name = ?
        UNION ALL SELECT 'qrtz_cron_triggers' FROM qrtz_cron_triggers WHERE trigger_name = ?
        UNION ALL SELECT 'qrtz_fired_triggers' FROM qrtz_fired_triggers WHERE trigger_name = ?
        UNION ALL SELECT 'qrtz_job_details' FROM qrtz_job_details WHERE job_name = ?
        """, row -> row.getString(1), trigger, trigger, trigger, trigger);
  }

  /** One for each trigger of that name. */
  List<Instant> nextFireTimes(String trigger) {
    return postgres.query("SELECT next_fire_time FROM qrtz_triggers WHERE trigger_name = ?", row -> Instant.ofEpochMilli(row.getLong(1)), trigger);
  }
}
