package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever a document points at is there. */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern NAMED = Pattern.compile("`((?:docs|deploy|src)/[\\w./-]+|routes/[\\w./-]+\\.yaml)`");

  private static final Pattern LINES = Pattern.compile("([a-z][a-z_-]*\\.jsonl)\\b");

  @Test
  void linksAndAnchors_exist() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Markdown document : Markdown.all()) {
      Matcher links = LINK.matcher(document.prose());
      while (links.find()) {
        if (!links.group(1).matches("[a-z]+:.*") && !leads(document, links.group(1))) {
          broken.add(document.file() + ": " + links.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void namedFiles_exist() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Markdown document : Markdown.all()) {
      NAMED.matcher(document.prose()).results().map(found -> found.group(1))
          .filter(name -> !Files.exists(Path.of(name))).forEach(name -> missing.add(document.file() + ": " + name));
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void lineFiles_areDescribed() throws IOException {
    StringBuilder described = new StringBuilder(Files.readString(Path.of("docs/logs.md")));
    for (Markdown document : Markdown.all()) {
      if (document.file().startsWith("docs/schemas")) {
        described.append(document.text());
      }
    }
    List<String> undescribed = new ArrayList<>();
    for (Markdown document : Markdown.all()) {
      if (document.file().startsWith("docs/schemas")) {
        continue;
      }
      LINES.matcher(document.prose()).results().map(found -> found.group(1)).filter(name -> described.indexOf("`" + name + "`") < 0)
          .forEach(name -> undescribed.add(document.file() + ": " + name));
    }
    assertThat(undescribed).isEmpty();
  }

  @Test
  void documents_areInOverview() throws IOException {
    String overview = Files.readString(Path.of("docs/README.md"));
    for (Markdown document : Markdown.all()) {
      if (document.file().startsWith("docs") && !document.file().endsWith("README.md")) {
        assertThat(overview).contains("(" + Path.of("docs").relativize(document.file()) + ")");
      }
    }
  }

  private static boolean leads(Markdown from, String target) throws IOException {
    String[] parts = target.split("#", 2);
    Path folder = from.file().getParent();
    Path file = parts[0].isEmpty() ? from.file() : (folder == null ? Path.of(parts[0]) : folder.resolve(parts[0])).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1 || new Markdown(file, Files.readString(file)).anchors().contains(parts[1]);
  }
}
