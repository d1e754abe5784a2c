package io.cascadian.cli;

import io.cascadian.runtime.StoreSettings;
import io.cascadian.runtime.Stores;
import io.cascadian.settings.Settings;
import io.cascadian.store.AnalystQueries;
import io.cascadian.store.ClickHouseSettings;
import io.cascadian.store.Sql;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how analysts reach the numbers with programs of their own. */
@Command(name = "analysts", mixinStandardHelpOptions = true, description = "How analysts reach ClickHouse with programs of their own; docs/analysts.md has examples.")
final class AnalystsCommand {

  private static final String OWN_PASSWORD = "a password of your own";

  @Command(name = "connect", mixinStandardHelpOptions = true,
      description = "Prints address, database and user of ClickHouse for other programs. The user of the embedded one reads only, within limits; for another server"
          + " 'analysts create-user' prints the SQL that makes such a user.")
  int connect(@Mixin CommonOptions options, @Mixin JsonOption json,
      @Option(names = "--show-password", description = "print the password as well, rather than where it is") boolean showPassword) {
    Settings settings = options.settings();
    try (Stores stores = Stores.openForSql(settings, line -> { }); AnalystQueries reader = stores.reader()) {
      Map<String, Object> facts = facts(settings, reader.settings(), showPassword);
      if (json.isWanted()) {
        JsonOption.print(facts, System.out);
        return 0;
      }
      facts.forEach((name, value) -> TabSeparated.row(System.out, name, value));
      System.out.flush();
      return 0;
    }
  }

  private static Map<String, Object> facts(Settings settings, ClickHouseSettings reader, boolean showPassword) {
    boolean embedded = settings.optional(StoreSettings.CLICKHOUSE_URL).isEmpty();
    URI url = URI.create(reader.url());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("url", reader.url());
    facts.put("jdbc_url", "jdbc:clickhouse:" + reader.url() + "/" + reader.database());
    facts.put("host", url.getHost());
    facts.put("http_port", url.getPort());
    facts.put("database", reader.database());
    boolean known = embedded || settings.optional(StoreSettings.CLICKHOUSE_READER_PASSWORD).isPresent();
    facts.put("user", known ? reader.user() : settings.text(StoreSettings.CLICKHOUSE_READER_USER));
    if (known && showPassword) {
      facts.put("password", reader.password());
    } else if (embedded) {
      facts.put("password", "field clickHouseReader of " + settings.path(StoreSettings.DATA_DIR).resolve("credentials.json").toAbsolutePath().normalize());
    } else {
      facts.put("password", known ? "setting CLICKHOUSE_READER_PASSWORD" : OWN_PASSWORD + ": see 'cascadian analysts create-user'");
    }
    return facts;
  }

  @Command(name = "create-user", mixinStandardHelpOptions = true,
      description = "Prints the SQL that creates a user of ClickHouse which only reads this system's database, within limits: for a server of your own. Changes"
          + " nothing, and asks no database. The user is CLICKHOUSE_READER_USER; of the password in CLICKHOUSE_READER_PASSWORD the SQL has only the hash. The embedded"
          + " ClickHouse has such a user already.")
  int createUser(@Mixin CommonOptions options) {
    Settings settings = options.settings();
    String identified = settings.optional(StoreSettings.CLICKHOUSE_READER_PASSWORD)
        .map(password -> "sha256_hash BY '" + sha256(password) + "'").orElse("sha256_password BY '" + OWN_PASSWORD + "'");
    System.out.print(Sql.load("analysts/create-user").replace("{{user}}", settings.text(StoreSettings.CLICKHOUSE_READER_USER)).replace("{{identified}}", identified)
        .replace("{{database}}", settings.text(StoreSettings.CLICKHOUSE_DATABASE)));
    System.out.flush();
    return 0;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
