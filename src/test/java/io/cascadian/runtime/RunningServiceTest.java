package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks which {@code service.json} is valid, by the id and the start of its process. */
class RunningServiceTest {

  private static final ProcessHandle SELF = ProcessHandle.current();
  /** The parent of the test's process, which is alive and started earlier. */
  private static final ProcessHandle OTHER = SELF.parent().orElseThrow();

  @TempDir
  private Path folder;

  @Test
  void leftoverOfDeadProcess_isIgnored_evenIfPidIsReused() {
    for (ProcessHandle process : new ProcessHandle[] {SELF, OTHER}) {
      service(process.pid(), start(process) - 60_000).write(folder);
      assertThat(RunningService.find(folder)).isEmpty();
      RunningService.remove(folder, "7-abcdef");
      assertThat(folder.resolve("service.json")).as("not ours to delete").exists();
    }
    service(SELF.pid(), null).write(folder);
    assertThat(RunningService.find(folder)).as("of an earlier version").isEmpty();
    service(Integer.MAX_VALUE, start(OTHER)).write(folder);
    assertThat(RunningService.find(folder)).as("nobody has the number").isEmpty();
  }

  @Test
  void livingService_isFound_onlyOwnFileIsRemoved() {
    service(OTHER.pid(), start(OTHER) + 1_000).write(folder);
    assertThat(RunningService.find(folder)).isPresent();
    RunningService.remove(folder, "7-abcdef");
    assertThat(RunningService.find(folder)).isPresent();
    assertThat(folder.resolve("service.json")).exists();
  }

  @Test
  void secondService_isListedBesidesFirst() {
    RunningService.ofThisProcess("7-first", "http://127.0.0.1:1", null, null).write(folder);
    RunningService.ofThisProcess("7-second", "http://127.0.0.1:2", null, null).write(folder);
    assertThat(RunningService.find(folder)).hasValueSatisfying(found -> assertThat(found.url()).isEqualTo("http://127.0.0.1:1"));
    RunningService.remove(folder, "7-second");
    assertThat(RunningService.find(folder)).as("the first runs on").hasValueSatisfying(found -> assertThat(found.url()).isEqualTo("http://127.0.0.1:1"));
    assertThat(folder.resolve("service-2.json")).doesNotExist();

    RunningService.ofThisProcess("7-third", "http://127.0.0.1:3", null, null).write(folder);
    RunningService.remove(folder, "7-first");
    assertThat(folder.resolve("service.json")).doesNotExist();
    assertThat(RunningService.find(folder)).as("the third runs on").hasValueSatisfying(found -> assertThat(found.url()).isEqualTo("http://127.0.0.1:3"));
    RunningService.remove(folder, "7-third");
    assertThat(RunningService.find(folder)).isEmpty();
    RunningService.remove(folder, "7-third");
  }

  @Test
  void fileOfDeadService_isReused() {
    service(SELF.pid(), start(SELF) - 60_000).write(folder);
    RunningService.ofThisProcess("7-next", "http://127.0.0.1:2", null, null).write(folder);
    assertThat(folder.resolve("service-2.json")).doesNotExist();
    assertThat(RunningService.find(folder)).hasValueSatisfying(found -> assertThat(found.url()).isEqualTo("http://127.0.0.1:2"));
  }

  private static RunningService service(long pid, Long startedAt) {
    return new RunningService(pid, startedAt, null, "http://127.0.0.1:1", null, null, null, null);
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().orElseThrow().toEpochMilli();
  }
}
