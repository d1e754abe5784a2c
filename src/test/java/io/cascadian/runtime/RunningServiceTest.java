package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which {@code service.json} counts, by the number and the start of its process. */
class RunningServiceTest {

  private static final ProcessHandle SELF = ProcessHandle.current();
  /** Whoever runs the tests: it lives, and began earlier. */
  private static final ProcessHandle OTHER = SELF.parent().orElseThrow();

  @TempDir
  private Path folder;

  @Test
  void whatADeadProcessLeftDoesNotCountThoughItsNumberIsOursOrAnothers() {
    for (ProcessHandle process : new ProcessHandle[] {SELF, OTHER}) {
      service(process.pid(), start(process) - 60_000).write(folder);
      assertThat(RunningService.find(folder)).isEmpty();
      RunningService.gone(folder);
      assertThat(folder.resolve("service.json")).as("not ours to delete").exists();
    }
    service(SELF.pid(), null).write(folder);
    assertThat(RunningService.find(folder)).as("of an earlier version").isEmpty();
    service(Integer.MAX_VALUE, start(OTHER)).write(folder);
    assertThat(RunningService.find(folder)).as("nobody has the number").isEmpty();
  }

  @Test
  void whatLivesIsFoundAndOnlyOurOwnIsTakenAway() {
    service(OTHER.pid(), start(OTHER) + 1_000).write(folder);
    assertThat(RunningService.find(folder)).isPresent();
    RunningService.gone(folder);
    assertThat(RunningService.find(folder)).isPresent();

    RunningService.ofThisProcess("http://127.0.0.1:1", null, null).write(folder);
    assertThat(RunningService.find(folder)).hasValueSatisfying(found -> assertThat(found.url()).isEqualTo("http://127.0.0.1:1"));
    RunningService.gone(folder);
    assertThat(folder.resolve("service.json")).doesNotExist();
    RunningService.gone(folder);
  }

  private static RunningService service(long pid, Long startedAt) {
    return new RunningService(pid, startedAt, "http://127.0.0.1:1", null, null);
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().orElseThrow().toEpochMilli();
  }
}
