package io.cascadian.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the parts of a setting's value that are secret, each as it may turn up in a message: written and decoded. Stateless. */
final class SecretParts {

  private static final Pattern PASSWORD_PARAMETER = Pattern.compile("[?&](?:[a-zA-Z]*[pP]assword)=([^&]+)");
  private static final Pattern PASSWORD_OF_USER = Pattern.compile("^[a-zA-Z:]+//[^/?:@]*:([^/?]*)@");

  private SecretParts() {}

  static List<String> of(Setting setting, String value) {
    List<String> parts = new ArrayList<>(switch (setting.form().secrecy()) {
      case PASSWORDS_IN_URL -> passwords(value);
      case URL_BEHIND_HOST -> behindTheHost(value);
      case WHOLE -> List.of(value);
      case NONE -> List.<String>of();
    });
    parts.addAll(parts.stream().map(SecretParts::decoded).toList());
    return parts;
  }

  private static List<String> passwords(String url) {
    List<String> found = new ArrayList<>();
    for (Pattern pattern : List.of(PASSWORD_PARAMETER, PASSWORD_OF_USER)) {
      for (Matcher matcher = pattern.matcher(url); matcher.find(); ) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  /** Path and query as a whole and in their parts: messages repeat the one or the other. */
  private static List<String> behindTheHost(String url) {
    List<String> found = new ArrayList<>(List.of(url));
    try {
      URI uri = new URI(url);
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      found.add(path);
      // short words such as v2 are no keys
      for (String part : (path + "/" + query).split("[/&=]")) {
        if (part.length() >= 8) {
          found.add(part);
        }
      }
    } catch (URISyntaxException e) {
      // the settings refuse it anyway; the whole is masked
      return found;
    }
    return found;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
