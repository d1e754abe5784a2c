package io.cascadian.runtime;

import io.cascadian.schedule.CronSchedule;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** What values are good: each by itself, and all together. Messages say what to write instead and never repeat a secret. */
final class SettingRules {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
  private static final Pattern ADDRESSES = Pattern.compile("0x[0-9a-fA-F]{40}(\\s*,\\s*0x[0-9a-fA-F]{40})*");
  private static final Pattern CONDITION = Pattern.compile("(0x)?[0-9a-fA-F]{64}");
  private static final Pattern CONDITIONS = Pattern.compile(CONDITION + "(\\s*,\\s*" + CONDITION + ")*");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

  /** What a folder that routes name as an endpoint cannot have in its path, each with what Camel reads it as. */
  private static final Map<String, String> NOT_IN_ENDPOINTS = new TreeMap<>(Map.of("?", "ends the path", "{{", "begins a placeholder", "}}", "ends a placeholder",
      "${", "begins an expression", "$simple{", "begins an expression"));

  /** Folders and files of the program's and the operator's own. */
  private static final List<Setting> WRITTEN_OR_KEPT = List.of(Setting.DATA_DIR, Setting.RUNTIME_DIR, Setting.LOG_DIR, Setting.WATCHLIST_EVENTS_FILE,
      Setting.CONTRACTS_FILE, Setting.CATEGORIES_FILE, Setting.REFERENCE_WALLETS_FILE, Setting.SANDBOX_FEED);

  /** Of 64 bits or more, when it is random: what nobody guesses over a network. */
  private static final int SHORTEST_TOKEN = 16;

  private SettingRules() {}

  static Optional<String> check(Setting setting, String value) {
    return Optional.ofNullable(switch (setting.kind()) {
      case TEXT, SECRET -> value.chars().anyMatch(Character::isISOControl) ? "must not contain control characters" : null;
      case NAME -> NAME.matcher(value).matches() ? null : "'" + value + "' is not a name of letters, digits and underscores";
      case HTTP_URL -> httpUrl(value);
      case POSTGRES_URL -> PostgresUrl.problem(value);
      case SECRET_URL -> httpUrl(value) == null ? null : "must be a URL such as https://node.example/v2/key";
      case ADDRESSES -> ADDRESSES.matcher(value).matches() ? null : "'" + value + "' is not a list of addresses, 0x and 40 hex digits, with commas";
      case HASH -> value.matches("0x[0-9a-fA-F]{64}") ? null : "'" + value + "' is not 0x and 64 hex digits";
      case NUMBER, DURATION -> setting.range().check(value);
      case PORT -> value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535
          ? null
          : "'" + value + "' is not a port, 0 to 65535 (0: any free one)";
      case CRON -> cron(value);
      case ZONE -> zone(value);
      case KEYSET -> Set.of("or", "two-phase").contains(value) ? null : "'" + value + "' is not or, or two-phase";
      case CONDITION -> CONDITION.matcher(value).matches() ? null : "'" + value + "' is not a condition id, 64 hex digits with or without 0x";
      case CONDITIONS -> CONDITIONS.matcher(value).matches()
          ? null
          : "'" + value + "' is not a list of condition ids, 64 hex digits with or without 0x, with commas";
      case SWITCH -> Set.of("true", "false").contains(value) ? null : "'" + value + "' is not true or false";
      case FLAG -> Set.of("true", "false", "auto").contains(value) ? null : "'" + value + "' is not true, false or auto";
    });
  }

  static List<String> checkTogether(Map<Setting, String> values) {
    List<String> problems = new ArrayList<>();
    for (Setting folder : List.of(Setting.DROP_DIR, Setting.RUNTIME_DIR)) {
      String path = values.getOrDefault(folder, "");
      NOT_IN_ENDPOINTS.forEach((sign, reading) -> {
        if (path.contains(sign)) {
          problems.add(folder + " (" + path + ") must not contain '" + sign + "', which " + reading + " in the address of an endpoint; name another folder");
        }
      });
    }
    dropFolder(values, problems);
    if (values.containsKey(Setting.SOURCE_URL) && !values.containsKey(Setting.GAMMA_URL)) {
      problems.add("GAMMA_URL is required when SOURCE_URL is set: markets, events and categories are read from there");
    }
    if (!LOOPBACK.contains(values.get(Setting.HTTP_HOST))) {
      int token = values.getOrDefault(Setting.API_TOKEN, "").length();
      if (token == 0) {
        problems.add("API_TOKEN is required when HTTP_HOST is not a loopback address: without it anybody could start runs");
      } else if (token < SHORTEST_TOKEN) {
        problems.add("API_TOKEN has " + token + " characters; at least " + SHORTEST_TOKEN + " are needed when HTTP_HOST is not a loopback address, "
            + "or it could be guessed. Make one with: openssl rand -hex 24");
      }
    }
    ordered(values, Setting.SOURCE_MAX_AGE_WARNING, Setting.SOURCE_MAX_AGE_CRITICAL, problems);
    ordered(values, Setting.RESOLUTION_MAX_AGE_WARNING, Setting.RESOLUTION_MAX_AGE_CRITICAL, problems);
    if (values.containsKey(Setting.GATE_MIN_WALLETS) && values.containsKey(Setting.GATE_MAX_WALLETS)
        && Long.parseLong(values.get(Setting.GATE_MIN_WALLETS)) > Long.parseLong(values.get(Setting.GATE_MAX_WALLETS))) {
      problems.add("GATE_MIN_WALLETS (" + values.get(Setting.GATE_MIN_WALLETS) + ") must not exceed GATE_MAX_WALLETS ("
          + values.get(Setting.GATE_MAX_WALLETS) + ")");
    }
    return problems;
  }

  /** Whatever ends in .json or .jsonl is taken out of the drop folder, also what the program or an operator keeps there. */
  private static void dropFolder(Map<Setting, String> values, List<String> problems) {
    Path drop = Path.of(values.get(Setting.DROP_DIR)).toAbsolutePath().normalize();
    for (Setting setting : WRITTEN_OR_KEPT) {
      if (values.containsKey(setting)) {
        Path path = Path.of(values.get(setting)).toAbsolutePath().normalize();
        if (drop.equals(setting.name().endsWith("_DIR") ? path : path.getParent())) {
          problems.add("DROP_DIR (" + values.get(Setting.DROP_DIR) + ") is where " + setting + " (" + values.get(setting) + ") keeps files, which would be taken"
              + " for dropped ones; name a folder of its own for dropped files");
        }
      }
    }
  }

  private static void ordered(Map<Setting, String> values, Setting lower, Setting upper, List<String> problems) {
    if (SettingRange.parse(values.get(lower)).compareTo(SettingRange.parse(values.get(upper))) > 0) {
      problems.add(lower + " (" + values.get(lower) + ") must not exceed " + upper + " (" + values.get(upper) + ")");
    }
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

  /** The value, unless there are credentials in it. */
  private static String shown(String value) {
    return value.contains("@") ? "what is given" : "'" + value + "'";
  }

  private static String cron(String value) {
    try {
      CronExpression.validateExpression(value);
      return CronSchedule.everFires(value)
          ? CronSchedule.tooOften(value).map(why -> why + "; write such as 0 0 3 * * ?").orElse(null)
          : "'" + value + "' never fires: there is no such time to come";
    } catch (ParseException e) {
      return "'" + value + "' is not a Quartz cron expression (seconds first, such as 0 0 3 * * ?): " + e.getMessage();
    }
  }

  private static String zone(String value) {
    try {
      return CronSchedule.isZoneOfQuartz(value)
          ? null
          : "'" + value + "' is a time zone that Quartz does not know, and would take for GMT; write a region such as America/New_York";
    } catch (DateTimeException e) {
      return "'" + value + "' is not a time zone such as America/New_York";
    }
  }
}
