package io.cascadian.dev.bench;

import java.nio.file.Path;

/** Loads finished rows from a file by ClickHouse itself: nothing is fetched, mapped or recorded. */
final class FileCandidate implements Candidate {

  private final Tables tables;
  private final Path file;

  /** @param file JSON lines, a row of the table each */
  FileCandidate(Tables tables, Path file) {
    this.tables = tables;
    this.file = file;
  }

  @Override
  public String name() {
    return FILE;
  }

  @Override
  public String title() {
    return "ClickHouse from a file";
  }

  @Override
  public Tables.Table table() {
    return Tables.FILE;
  }

  @Override
  public void prepare() {
    tables.create(table());
  }

  @Override
  public Measurement run(Scenario scenario, String sourceUrl) {
    long begin = System.nanoTime();
    tables.loadFile(file);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Measurement(tables.content(table()).rows(), seconds, 0, 0, true, null, null, null, null, null, null, null);
  }
}
