package io.cascadian.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links whose file cannot be copied, as on a full disk: they stay, and are not tried at every poll. */
class LinkCopiesTest {

  /** A regular file that no one can read, whoever the user is. */
  private static final Path UNREADABLE = Path.of("/proc/self/mem");

  @TempDir
  private Path folder;
  private long nanos;

  @Test
  void copyThatFails_leavesTheLinkAndIsTriedAgainAfterAWhile() throws Exception {
    assumeThat(UNREADABLE).isRegularFile();
    LinkCopies copies = new LinkCopies(folder, () -> nanos);
    Path link = Files.createSymbolicLink(folder.resolve("map.json"), UNREADABLE);
    assertThat(copies.isDue(link)).isTrue();
    assertThatThrownBy(() -> copies.replace(link)).isInstanceOf(IOException.class);
    assertThat(link).isSymbolicLink();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("no half a copy").containsExactly(link);
    }
    assertThat(copies.isDue(link)).isFalse();
    nanos = Duration.ofSeconds(29).toNanos();
    assertThat(copies.isDue(link)).isFalse();
    nanos = Duration.ofSeconds(30).toNanos();
    assertThat(copies.isDue(link)).isTrue();
    assertThatThrownBy(() -> copies.replace(link)).isInstanceOf(IOException.class);
    copies.retain(Set.of());
    assertThat(copies.isDue(link)).as("another one of this name").isTrue();
  }

  @Test
  void copyThatSucceeds_isDueAtOnceTheNextTime() throws Exception {
    LinkCopies copies = new LinkCopies(folder, () -> nanos);
    Path file = Files.writeString(folder.resolve("target"), "{}");
    Path link = folder.resolve("map.json");
    for (int i = 0; i < 2; i++) {
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, file);
      assertThat(copies.isDue(link)).isTrue();
      copies.replace(link);
      assertThat(Files.isSymbolicLink(link)).isFalse();
      assertThat(link).hasContent("{}");
    }
  }
}
