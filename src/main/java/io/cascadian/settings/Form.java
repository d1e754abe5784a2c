package io.cascadian.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Describes what the values of a setting look like, which of them are wrong, and what of them is secret.
 *
 * <p>Messages name what to write instead and never repeat a secret. Immutable.
 */
public final class Form {

  /** Classifies the secret part of a value. */
  enum Secrecy {
    NONE,
    /** The value is a secret as a whole. */
    WHOLE,
    /** A URL whose path or query holds a key. */
    URL_BEHIND_HOST,
    /** A URL that may hold passwords. */
    PASSWORDS_IN_URL
  }

  /** Classifies a value that is a path. */
  enum Place {
    NONE, FOLDER, FILE
  }

  public static final Form TEXT = of("text", Form::controlCharacters);
  public static final Form FOLDER = new Form("folder", Form::controlCharacters, null, Secrecy.NONE, Place.FOLDER);
  public static final Form FILE = new Form("file", Form::controlCharacters, null, Secrecy.NONE, Place.FILE);
  public static final Form NAME = matching("name", Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}"), "is not a name of letters, digits and underscores");
  public static final Form HTTP_URL = of("URL", Form::httpUrl);
  public static final Form PORT = of("port", Form::port);
  public static final Form SWITCH = choice("true", "false");
  /** Any text that must not be seen. */
  public static final Form SECRET = new Form("secret", Form::controlCharacters, null, Secrecy.WHOLE, Place.NONE);
  /** An HTTP URL with a key in its path or query. */
  public static final Form SECRET_URL = new Form("URL, secret",
      value -> httpUrl(value) == null ? null : "must be a URL such as https://node.example/v2/key", null, Secrecy.URL_BEHIND_HOST, Place.NONE);

  private final String label;
  private final UnaryOperator<String> problem;
  private final SettingRange range;
  private final Secrecy secrecy;
  private final Place place;

  private Form(String label, UnaryOperator<String> problem, SettingRange range, Secrecy secrecy, Place place) {
    this.label = label;
    this.problem = problem;
    this.range = range;
    this.secrecy = secrecy;
    this.place = place;
  }

  /**
   * Returns a form of a feature's own.
   *
   * @param label what the reference calls it
   * @param problem returns what is wrong with a value and what to write instead; null when nothing is
   */
  public static Form of(String label, UnaryOperator<String> problem) {
    return new Form(label, problem, null, Secrecy.NONE, Place.NONE);
  }

  /** Returns the form of URLs whose passwords must not be seen. */
  public static Form urlWithPasswords(String label, UnaryOperator<String> problem) {
    return new Form(label, problem, null, Secrecy.PASSWORDS_IN_URL, Place.NONE);
  }

  /** @param problem end of the sentence that begins with the value, such as {@code is not a condition id} */
  public static Form matching(String label, Pattern pattern, String problem) {
    return of(label, value -> pattern.matcher(value).matches() ? null : "'" + value + "' " + problem);
  }

  public static Form choice(String... values) {
    List<String> all = List.of(values);
    String listed = String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1);
    return of("`" + String.join("`, `", all) + "`", value -> all.contains(value) ? null : "'" + value + "' is not " + listed);
  }

  static Form within(SettingRange range) {
    return new Form(range.text(), range::check, range, Secrecy.NONE, Place.NONE);
  }

  /** Returns the name of the form in the reference. */
  public String label() {
    return label;
  }

  /** Returns what is wrong with a value, and what to write instead; null when nothing is. */
  String problem(String value) {
    return problem.apply(value);
  }

  SettingRange range() {
    return range;
  }

  Secrecy secrecy() {
    return secrecy;
  }

  Place place() {
    return place;
  }

  private static String controlCharacters(String value) {
    return value.chars().anyMatch(Character::isISOControl) ? "must not contain control characters" : null;
  }

  private static String port(String value) {
    return value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535 ? null : "'" + value + "' is not a port, 0 to 65535 (0: any free one)";
  }

  private static String httpUrl(String value) {
    try {
      URI uri = new URI(value);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (!http || uri.getHost() == null) {
        return shown(value) + " must be a URL such as http://127.0.0.1:8123";
      }
      return uri.getUserInfo() == null ? null : "must not contain credentials; there are settings of their own for them";
    } catch (URISyntaxException e) {
      return shown(value) + " is not a URL: " + e.getReason();
    }
  }

  /** Returns the value, unless there are credentials in it. */
  private static String shown(String value) {
    return value.contains("@") ? "what is given" : "'" + value + "'";
  }
}
