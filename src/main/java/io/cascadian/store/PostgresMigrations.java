package io.cascadian.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Migrates the schema of Postgres by Flyway, and reports in which state it is. As thread-safe as its {@link Postgres}. */
public final class PostgresMigrations {

  private static final Pattern MIGRATION = Pattern.compile("V(\\d+)__\\w+\\.sql");

  private final Postgres postgres;

  public PostgresMigrations(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Migrates the schema to the newest version; returns how many migrations were applied. */
  public int migrate() {
    return withMigrations("migrate", flyway -> flyway.migrate().migrationsExecuted);
  }

  /** Returns the version of the schema. Changes nothing, and reads Flyway's table itself: Flyway takes longer to begin than most commands do in all. */
  public SchemaState state() {
    boolean begun = postgres.queryOne("SELECT to_regclass('flyway_schema_history') IS NOT NULL", row -> row.getBoolean(1)).orElseThrow();
    return SchemaState.of("Postgres",
        ClassPathFolder.names("db/postgres").stream().map(MIGRATION::matcher).filter(Matcher::matches).map(file -> Integer.valueOf(file.group(1))).toList(),
        begun ? postgres.query("SELECT version::int FROM flyway_schema_history WHERE success AND version IS NOT NULL", row -> row.getInt(1)) : List.of());
  }

  /** Lists the versions of the schema that are applied, oldest first. */
  public List<AppliedMigration> inForce() {
    return withMigrations("look at the schema", flyway -> Stream.of(flyway.info().applied()).map(PostgresMigrations::migration).toList());
  }

  /** Returns those of the given versions that this program does not have, or has with another text. */
  public List<AppliedMigration> unknown(List<AppliedMigration> migrations) {
    return withMigrations("look at the schema", flyway -> {
      Set<AppliedMigration> ours = Stream.of(flyway.info().all()).filter(each -> each.getState().isResolved()).map(PostgresMigrations::migration)
          .collect(Collectors.toSet());
      return migrations.stream().filter(each -> !ours.contains(each)).toList();
    });
  }

  private static AppliedMigration migration(MigrationInfo info) {
    return new AppliedMigration(info.getVersion().getVersion(), String.valueOf(info.getChecksum()));
  }

  /** Drops everything in the schema and migrates it to a version, without rows but for those that migrations write. */
  public void remake(String version) {
    withMigrations("make the schema again", configuration -> configuration.cleanDisabled(false).target(version), flyway -> {
      flyway.clean();
      return flyway.migrate();
    });
  }

  private <T> T withMigrations(String operation, Function<Flyway, T> work) {
    return withMigrations(operation, configuration -> configuration, work);
  }

  private <T> T withMigrations(String operation, UnaryOperator<FluentConfiguration> options, Function<Flyway, T> work) {
    try {
      return work.apply(options.apply(Flyway.configure().dataSource(postgres.dataSource()).locations("classpath:db/postgres")).load());
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw postgres.failed(operation, sql);
        }
      }
      throw new StoreRejectedException("Postgres", operation, "migration", e.getMessage(), e);
    }
  }
}
