package io.cascadian.dev.bench;

/** Loads the fills into ClickHouse in one of the compared ways. Used by one thread. */
interface Candidate {

  String SERVICE = "service";
  String SCRIPT = "script";
  String FILE = "file";

  /** Returns the name on the command line. */
  String name();

  /** Returns the title in the report. */
  String title();

  /** Database and name of the table that it fills. */
  Tables.Table table();

  /** Empties what an earlier run left; not measured. */
  void prepare();

  /** Fills its table from the source, or from what was made of it before. */
  Measurement run(Scenario scenario, String sourceUrl);
}
