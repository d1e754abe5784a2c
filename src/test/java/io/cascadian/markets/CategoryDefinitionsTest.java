package io.cascadian.markets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryDefinitionsTest {

  private final CategoryDefinitions definitions = CategoryDefinitions.builtIn();

  @ParameterizedTest
  @CsvSource({
      "AI, Science & Tech", "NFL, Sports", "Awards, Pop Culture", "Software, Science & Tech", "EU, Geopolitics", "Art, Pop Culture",
      "' us election ', Politics", "bitcoin, Crypto", "Warriors, Uncategorized", "Rewards, Uncategorized", "Warsaw, Uncategorized",
      "campaign, Uncategorized", "All, Uncategorized"})
  void tag_matchesOnlyWhole(String tag, String category) {
    assertThat(definitions.categoryOf(null, List.of("Unheard of", tag))).isEqualTo(category);
  }

  @Test
  void ownCategory_precedesBucketOrder() {
    assertThat(definitions.categoryOf(" US-current-affairs ", List.of("Crypto"))).isEqualTo("US-current-affairs");
    assertThat(definitions.categoryOf(" ", List.of("Crypto", "Politics"))).isEqualTo("Politics");
    assertThat(definitions.categoryOf(null, List.of())).isEqualTo("Uncategorized");
  }

  @Test
  void unusableFile_isNamed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("mine.json");
    Files.writeString(file, "{\"buckets\":[{\"name\":\"A\",\"tags\":[\"x\"]}]}");
    assertThat(CategoryDefinitions.of(file).categoryOf(null, List.of("X"))).isEqualTo("A");
    Files.writeString(file, "{\"buckets\":[{\"name\":\"A\"}]}");
    assertThatThrownBy(() -> CategoryDefinitions.of(file)).hasMessageContaining("mine.json").hasMessageContaining("tags");
    assertThatThrownBy(() -> CategoryDefinitions.of(folder.resolve("none.json"))).hasMessageContaining("none.json");
  }
}
