package io.cascadian;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** The rooms of docs/design.md and who may know whom. */
@AnalyzeClasses(packages = "io.cascadian", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule storesKnowNoRoom = noClasses()
      .that().resideInAnyPackage(rooms("store..", "http..", "source..", "health"))
      .should().dependOnClassesThat().resideInAnyPackage(rooms("ingest..", "markets..", "resolution..", "ledger..", "watchlist..", "nightly..",
          "schedule..", "api..", "runtime..", "cli..", "dev..", "observe.."));

  @ArchTest
  static final ArchRule nobodyWatchedIsKnownToTheWatcher = noClasses()
      .that().resideInAnyPackage(rooms("observe.."))
      .should().dependOnClassesThat().resideInAnyPackage(rooms("ingest..", "markets..", "resolution..", "ledger..", "watchlist..", "nightly..",
          "schedule..", "api..", "runtime..", "cli..", "dev.."));

  @ArchTest
  static final ArchRule theMaskOverSecretsKnowsNobody = noClasses()
      .that().resideInAnyPackage(rooms("secrets.."))
      .should().dependOnClassesThat().resideOutsideOfPackages("io.cascadian.secrets..", "java..")
      .because("every room may use it");

  @ArchTest
  static final ArchRule roomsDoNotKnowEachOther = noClasses()
      .that().resideInAnyPackage(rooms("markets..", "resolution..", "ledger..", "watchlist.."))
      .should().dependOnClassesThat().resideInAnyPackage(
          rooms("ingest..", "source..", "nightly..", "schedule..", "api..", "runtime..", "dev..", "observe.."));

  @ArchTest
  static final ArchRule theLedgerStandsAlone = noClasses()
      .that().resideInAnyPackage(rooms("ledger.."))
      .should().dependOnClassesThat().resideInAnyPackage(rooms("markets..", "resolution.."));

  @ArchTest
  static final ArchRule theWatchlistsStandAlone = noClasses()
      .that().resideInAnyPackage(rooms("watchlist.."))
      .should().dependOnClassesThat().resideInAnyPackage(rooms("markets..", "resolution..", "ledger..", "health.."));

  @ArchTest
  static final ArchRule nobodyBehindTheEdgesKnowsTheWatchlists = noClasses()
      .that().resideOutsideOfPackages(rooms("watchlist..", "api..", "runtime..", "cli.."))
      .should().dependOnClassesThat().resideInAnyPackage(rooms("watchlist.."));

  @ArchTest
  static final ArchRule onlyTheEdgesKnowCamel = noClasses()
      .that().resideOutsideOfPackages(rooms("nightly..", "schedule..", "routes..", "api..", "runtime..", "exchange..", "clickhouse..", "graphql.."))
      // routes that a feature owns
      .and().haveNameNotMatching(".*Routes(\\$.*)?")
      .should().dependOnClassesThat().resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule runsDoNotKnowWhenTheyStart = noClasses()
      .that().resideInAnyPackage(rooms("nightly.."))
      .should().dependOnClassesThat().resideInAnyPackage(rooms("schedule..", "api..", "runtime..")).orShould().dependOnClassesThat().resideInAPackage("org.quartz..");

  @ArchTest
  static final ArchRule onlyTheStoresKnowTheDrivers = noClasses()
      .that().resideOutsideOfPackages(rooms("store.."))
      .should().dependOnClassesThat().resideInAnyPackage("com.clickhouse.client.api", "com.zaxxer..", "org.flywaydb..");

  @ArchTest
  static final ArchRule product_doesNotKnowTheDeveloperKit = noClasses()
      .that().resideOutsideOfPackages(rooms("dev.."))
      .should().dependOnClassesThat().resideInAnyPackage(rooms("dev.."))
      .because("cascadian.jar runs without cascadian-dev.jar");

  @ArchTest
  static final ArchRule product_doesNotUseTheDeveloperKitsLibraries = noClasses()
      .that().resideOutsideOfPackages(rooms("dev.."))
      .should().dependOnClassesThat().resideInAnyPackage("io.zonky..", "com.sun.jna..", "graphql..", "org.HdrHistogram..")
      .because("they are in lib-dev/ only");

  @ArchTest
  static final ArchRule embeddedStores_knowTheirServiceInterfaceOnly = noClasses()
      .that().resideInAnyPackage(rooms("dev.embedded.."))
      .should().dependOnClassesThat(resideInAPackage("io.cascadian..").and(resideOutsideOfPackages(
          rooms("dev.embedded..", "store..", "secrets..", "files..", "http.."))));

  @ArchTest
  static final ArchRule sandbox_knowsItsServiceInterfaceOnly = noClasses()
      .that().resideInAnyPackage(rooms("dev.sandbox..", "dev.simulator.."))
      .should().dependOnClassesThat(resideInAPackage("io.cascadian..").and(resideOutsideOfPackages(
          rooms("dev.sandbox..", "dev.simulator..", "source", "files.."))))
      .because("a stub that shared the service's code would share its errors");

  @ArchTest
  static final ArchRule sandbox_doesNotKnowTheSimulator = noClasses()
      .that().resideInAnyPackage(rooms("dev.sandbox.."))
      .should().dependOnClassesThat().resideInAnyPackage(rooms("dev.simulator.."));

  @ArchTest
  static final ArchRule nobodyKnowsTheRuntimeButTheCommandLine = noClasses()
      .that().resideOutsideOfPackages(rooms("runtime..", "cli..", "dev.cli.."))
      .should().dependOnClassesThat().resideInAnyPackage(rooms("runtime.."));

  private static String[] rooms(String... names) {
    return Arrays.stream(names).map(name -> "io.cascadian." + name).toArray(String[]::new);
  }
}
