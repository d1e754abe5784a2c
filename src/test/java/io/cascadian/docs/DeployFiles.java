package io.cascadian.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cascadian.runtime.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the tests of {@code deploy/} have in common. */
final class DeployFiles {

  private DeployFiles() {}

  /** A YAML document; keys that are there twice are an error. */
  static JsonNode yaml(Path file) throws IOException {
    LoadSettings strict = LoadSettings.builder().setAllowDuplicateKeys(false).setLabel(file.toString()).build();
    return new ObjectMapper().valueToTree(new Load(strict).loadFromString(Files.readString(file)));
  }

  static boolean isSetting(String name) {
    return Modules.settings().stream().anyMatch(s -> s.name().equals(name));
  }

  /** The first group of every match. */
  static List<String> matches(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().map(found -> found.group(1)).toList();
  }
}
