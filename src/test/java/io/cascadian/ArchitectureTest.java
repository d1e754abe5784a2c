package io.cascadian;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.cascadian.module.Module;
import java.util.Arrays;

/** The packages of docs/design.md and who may know whom. */
@AnalyzeClasses(packages = "io.cascadian", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule storesKnowNoFeature = noClasses()
      .that().resideInAnyPackage(packages("store..", "http..", "source..", "health"))
      .should().dependOnClassesThat().resideInAnyPackage(packages("ingest..", "markets..", "resolution..", "publish..", "ledger..", "watchlist..", "nightly..",
          "schedule..", "api..", "module..", "runtime..", "cli..", "dev..", "observe.."));

  @ArchTest
  static final ArchRule nobodyWatchedIsKnownToTheWatcher = noClasses()
      .that().resideInAnyPackage(packages("observe.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("ingest..", "markets..", "resolution..", "publish..", "ledger..", "watchlist..", "nightly..",
          "schedule..", "api..", "runtime..", "cli..", "dev.."));

  @ArchTest
  static final ArchRule theMaskOverSecretsKnowsNobody = noClasses()
      .that().resideInAnyPackage(packages("secrets.."))
      .should().dependOnClassesThat().resideOutsideOfPackages("io.cascadian.secrets..", "java..")
      .because("every package may use it");

  @ArchTest
  static final ArchRule marksOfExceptionsKnowNobody = noClasses()
      .that().resideInAnyPackage(packages("errors.."))
      .should().dependOnClassesThat().resideOutsideOfPackages("io.cascadian.errors..", "java..")
      .because("every package may use them");

  @ArchTest
  static final ArchRule metrics_knowJavaOnly = noClasses()
      .that().resideInAnyPackage(packages("metrics.."))
      .should().dependOnClassesThat(resideOutsideOfPackages("io.cascadian.metrics..", "java..").or(resideInAPackage("java.sql..")))
      .because("they are computed from facts, wherever these come from");

  @ArchTest
  static final ArchRule featuresDoNotKnowEachOther = noClasses()
      .that().resideInAnyPackage(packages("markets..", "resolution..", "ledger..", "watchlist.."))
      .should().dependOnClassesThat().resideInAnyPackage(
          packages("ingest..", "source..", "nightly..", "schedule..", "api..", "runtime..", "dev..", "observe.."));

  @ArchTest
  static final ArchRule theLedgerStandsAlone = noClasses()
      .that().resideInAnyPackage(packages("ledger.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("markets..", "resolution.."));

  @ArchTest
  static final ArchRule publishKnowsNoFeature = noClasses()
      .that().resideInAnyPackage(packages("publish.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("ingest..", "source..", "markets..", "resolution..", "ledger..", "watchlist..", "nightly..",
          "schedule..", "health..", "exchange..", "routes..", "api..", "module..", "runtime..", "cli..", "dev..", "observe.."))
      .because("features describe their tables and gates to it");

  @ArchTest
  static final ArchRule theWatchlistsStandAlone = noClasses()
      .that().resideInAnyPackage(packages("watchlist.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("markets..", "resolution..", "ledger..", "health.."));

  @ArchTest
  static final ArchRule onlyTheEdgesKnowTheWatchlists = noClasses()
      .that().resideOutsideOfPackages(packages("watchlist..", "api..", "runtime..", "cli.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("watchlist.."));

  @ArchTest
  static final ArchRule onlyTheEdgesKnowCamel = noClasses()
      .that().resideOutsideOfPackages(packages("nightly..", "schedule..", "routes..", "api..", "module..", "runtime..", "exchange..", "clickhouse..", "graphql.."))
      // routes that a feature owns
      .and().haveNameNotMatching(".*Routes(\\$.*)?")
      .should().dependOnClassesThat().resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule runsDoNotKnowWhenTheyStart = noClasses()
      .that().resideInAnyPackage(packages("nightly.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("schedule..", "api..", "runtime..")).orShould().dependOnClassesThat().resideInAPackage("org.quartz..");

  @ArchTest
  static final ArchRule onlyTheStoresKnowTheDrivers = noClasses()
      .that().resideOutsideOfPackages(packages("store.."))
      .should().dependOnClassesThat().resideInAnyPackage("com.clickhouse.client.api", "com.zaxxer..", "org.flywaydb..");

  @ArchTest
  static final ArchRule product_doesNotKnowTheDeveloperKit = noClasses()
      .that().resideOutsideOfPackages(packages("dev.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("dev.."))
      .because("cascadian.jar runs without cascadian-dev.jar");

  @ArchTest
  static final ArchRule product_doesNotUseTheDeveloperKitsLibraries = noClasses()
      .that().resideOutsideOfPackages(packages("dev.."))
      .should().dependOnClassesThat().resideInAnyPackage("io.zonky..", "com.sun.jna..", "graphql..", "org.HdrHistogram..")
      .because("they are in lib-dev/ only");

  @ArchTest
  static final ArchRule embeddedStores_knowTheirServiceInterfaceOnly = noClasses()
      .that().resideInAnyPackage(packages("dev.embedded.."))
      .should().dependOnClassesThat(resideInAPackage("io.cascadian..").and(resideOutsideOfPackages(
          packages("dev.embedded..", "store..", "secrets..", "files..", "http.."))));

  @ArchTest
  static final ArchRule sandbox_knowsItsServiceInterfaceOnly = noClasses()
      .that().resideInAnyPackage(packages("dev.sandbox..", "dev.simulator.."))
      .should().dependOnClassesThat(resideInAPackage("io.cascadian..").and(resideOutsideOfPackages(
          packages("dev.sandbox..", "dev.simulator..", "source", "files.."))))
      .because("a stub that shared the service's code would share its errors");

  @ArchTest
  static final ArchRule sandbox_doesNotKnowTheSimulator = noClasses()
      .that().resideInAnyPackage(packages("dev.sandbox.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("dev.simulator.."));

  @ArchTest
  static final ArchRule nobodyKnowsTheRuntimeButTheCommandLine = noClasses()
      .that().resideOutsideOfPackages(packages("runtime..", "cli..", "dev.cli.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("runtime.."));

  @ArchTest
  static final ArchRule settingsKnowNoFeature = noClasses()
      .that().resideInAnyPackage(packages("settings.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("source..", "ingest..", "markets..", "resolution..", "ledger..", "watchlist..", "nightly..",
          "schedule..", "api..", "health..", "module..", "runtime..", "cli..", "dev..", "observe..", "store.."));

  @ArchTest
  static final ArchRule whatModulesContributeToKnowsNoFeature = noClasses()
      .that().resideInAnyPackage(packages("module.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("source..", "ingest..", "markets..", "resolution..", "ledger..", "watchlist..",
          "schedule..", "api..", "runtime..", "cli..", "dev.."));

  @ArchTest
  static final ArchRule featuresDoNotWireThemselves = noClasses()
      .that().resideOutsideOfPackages(packages("module..", "runtime..", "cli.."))
      .should().dependOnClassesThat().resideInAnyPackage(packages("module.."))
      .because("a feature's module in runtime does");

  @ArchTest
  static final ArchRule modulesAreStateless = classes()
      .that().implement(Module.class)
      .should().haveOnlyFinalFields().andShould().haveSimpleNameEndingWith("Module");

  private static String[] packages(String... names) {
    return Arrays.stream(names).map(name -> "io.cascadian." + name).toArray(String[]::new);
  }
}
