package io.cascadian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.dev.sandbox.SandboxOptions;
import io.cascadian.dev.sandbox.SandboxServer;
import io.cascadian.store.PostgresSettings;
import io.cascadian.testkit.TestStores;
import io.cascadian.testkit.TinyMarket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the packaged product: alone, as the image carries it, and with the developer kit beside it. */
class ProductAloneIT {

  private static final Path TARGET = CommandLine.jar().getParent();

  @TempDir
  private Path folder;

  @Test
  void product_holdsNothingOfTheDeveloperKit() throws IOException {
    List<Path> jars = new ArrayList<>(List.of(TARGET.resolve("cascadian.jar")));
    jars.addAll(jarsIn(TARGET.resolve("lib")));
    assertThat(jars).hasSizeGreaterThan(50);
    for (Path jar : jars) {
      assertThat(entries(jar)).as(jar.toString()).noneMatch(entry -> entry.matches(
          "(io/cascadian/dev|dev|sql/dev|io/zonky|graphql|org/HdrHistogram|com/sun/jna)/.*|META-INF/services/io\\.cascadian\\..*|postgres-.*\\.txz"));
    }
  }

  @Test
  void manifests_nameEveryLibraryOnce() throws IOException {
    assertThat(classPath("cascadian.jar"))
        .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("cascadian-dev.jar"), names("lib")).toList());
    assertThat(classPath("cascadian-dev.jar")).containsExactlyInAnyOrderElementsOf(names("lib-dev").toList());
  }

  @Test
  void productAlone_withoutDatabases_namesSettingsAndKit() throws Exception {
    product();

    try (CommandLine help = run(Map.of(), "--help")) {
      assertThat(help.exitCode(60)).as(help.text()).isZero();
      assertThat(help.text()).contains("nightly", "cascadian-dev.jar").doesNotContainPattern("(?m)^  (demo|sandbox|bench) ");
    }
    try (CommandLine serve = run(Map.of(), "serve")) {
      assertThat(serve.exitCode(60)).isEqualTo(1);
      assertThat(serve.text()).contains("CLICKHOUSE_URL, DATABASE_URL and SOURCE_URL are not set", "cascadian-dev.jar", "lib-dev/")
          .doesNotContain("Exception");
    }
    try (CommandLine runs = run(Map.of("CLICKHOUSE_URL", "http://127.0.0.1:1"), "runs")) {
      assertThat(runs.exitCode(60)).isEqualTo(1);
      assertThat(runs.text()).contains("DATABASE_URL is not set").doesNotContain("SOURCE_URL", "Exception");
    }
  }

  @Test
  void productAlone_onExternalDatabases_serves() throws Exception {
    product();
    try (SandboxServer source = SandboxServer.start(TinyMarket.week().dataset(), SandboxOptions.defaults())) {
      Map<String, String> settings = external();
      settings.put("SOURCE_URL", source.baseUrl());
      settings.put("GAMMA_URL", source.gammaUrl());
      settings.put("NIGHTLY_AT_START", "true");
      settings.put("SOURCE_RATE_LIMIT", "5000");
      settings.put("HTTP_PORT", "0");
      try (CommandLine serve = run(settings, "serve")) {
        serve.awaitLine("The service stays up: ", 180);

        String url = serve.text().replaceAll("(?s).*The service stays up: (http://[^/]+)/.*", "$1");
        assertThat(get(url + "/observe/metrics")).contains("cascadian_");
        assertThat(serve.text()).contains("── run 1").doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
      }
      try (CommandLine count = run(settings, "sql", "SELECT count() AS fills FROM trades_raw FINAL FORMAT JSONEachRow")) {
        assertThat(count.exitCode(60)).as(count.text()).isZero();
        assertThat(count.text()).contains("168");
      }
    }
  }

  @Test
  @Tag("proof")
  void kitBesideProduct_runsWithoutSettings() throws Exception {
    product();
    Files.createSymbolicLink(folder.resolve("cascadian-dev.jar"), TARGET.resolve("cascadian-dev.jar"));
    Files.createSymbolicLink(folder.resolve("lib-dev"), TARGET.resolve("lib-dev"));

    try (CommandLine migrate = run(Map.of(), "migrate")) {
      assertThat(migrate.exitCode(180)).as(migrate.text()).isZero();
      assertThat(migrate.text()).contains("ClickHouse is up", "Postgres is up");
    }
    try (CommandLine help = run(Map.of(), "--help")) {
      assertThat(help.exitCode(60)).isZero();
      assertThat(help.text()).containsPattern("(?m)^  demo ").containsPattern("(?m)^  sandbox ").containsPattern("(?m)^  bench ");
    }
  }

  private Map<String, String> external() {
    PostgresSettings postgres = TestStores.emptyPostgresSettings();
    Map<String, String> settings = new HashMap<>(TestStores.users());
    settings.put("CLICKHOUSE_URL", TestStores.clickHouseServer().url());
    settings.put("CLICKHOUSE_DATABASE", "product_alone");
    settings.put("DATABASE_URL", postgres.jdbcUrl());
    return settings;
  }

  /** Makes a folder as the image has it. */
  private void product() throws IOException {
    Files.copy(TARGET.resolve("cascadian.jar"), folder.resolve("cascadian.jar"));
    Files.createSymbolicLink(folder.resolve("lib"), TARGET.resolve("lib"));
    Files.createSymbolicLink(folder.resolve("routes"), Path.of("routes").toAbsolutePath());
    Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
  }

  private CommandLine run(Map<String, String> environment, String... arguments) throws IOException {
    return CommandLine.start(folder, Path.of("cascadian.jar"), environment, arguments);
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private static List<Path> jarsIn(Path lib) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files.toList();
    }
  }

  private static Stream<String> names(String lib) throws IOException {
    return jarsIn(TARGET.resolve(lib)).stream().map(jar -> lib + "/" + jar.getFileName());
  }

  private static List<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).toList();
    }
  }

  private static List<String> classPath(String jar) throws IOException {
    try (JarFile file = new JarFile(TARGET.resolve(jar).toFile())) {
      return List.of(file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH).split(" "));
    }
  }
}
