package io.cascadian.dev.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.secrets.Redaction;
import io.cascadian.store.EmbeddedStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Holds the passwords of the embedded databases of one data directory: random, created by the first process that runs them, in a file that only
 * the system's user can read.
 *
 * <p>Reading or creating them masks them in everything that this process logs or answers.
 *
 * @param clickHouse password of {@link #USER} on ClickHouse
 * @param clickHouseReader password of {@link #READER} on ClickHouse
 * @param postgres password of {@link #USER} on Postgres
 */
record StoreCredentials(String clickHouse, String clickHouseReader, String postgres) {

  /** The user that this system works as, on both databases. */
  static final String USER = "cascadian";
  /** The user that only reads, on ClickHouse. */
  static final String READER = "cascadian_reader";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "credentials.json";
  private static final int BYTES = 24;

  /**
   * Reads them, or creates them where there are none; the caller holds the directory's lock.
   *
   * @throws IOException when there is a file and it cannot be used, or none can be written
   */
  static StoreCredentials of(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      PrivateFiles.makePrivate(file);
      return read(file);
    }
    StoreCredentials made = new StoreCredentials(random(), random(), random());
    PrivateFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made));
    return made.masked();
  }

  /**
   * Returns what the owner of the directory uses; empty when it has created none, as an older build of this program.
   *
   * @throws EmbeddedStoreException when there is a file and this user cannot read it
   */
  static Optional<StoreCredentials> find(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    } catch (IOException e) {
      throw new EmbeddedStoreException("stores", "attach",
          "the passwords of the embedded databases in " + file + " cannot be read (" + e.getMessage() + "); run this as the user that owns the file", e);
    }
  }

  private static StoreCredentials read(Path file) throws IOException {
    StoreCredentials read = JSON.readValue(file.toFile(), StoreCredentials.class);
    if (read.clickHouse == null || read.clickHouseReader == null || read.postgres == null) {
      throw new IOException(file + " lacks a password; remove it while nothing runs, and it is created again");
    }
    return read.masked();
  }

  private StoreCredentials masked() {
    Redaction.protect(List.of(clickHouse, clickHouseReader, postgres, clickHouseAuthorization(), readerAuthorization()));
    return this;
  }

  /** Value of the HTTP header by which the system's user is recognised. */
  String clickHouseAuthorization() {
    return basic(USER, clickHouse);
  }

  /** Value of the HTTP header by which the reading user is recognised. */
  String readerAuthorization() {
    return basic(READER, clickHouseReader);
  }

  private static String basic(String user, String password) {
    return "Basic " + java.util.Base64.getEncoder().encodeToString((user + ":" + password).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String toString() {
    return "StoreCredentials[" + Redaction.MASK + "]";
  }
}
