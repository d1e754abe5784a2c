package io.cascadian.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When the world of a benchmark is there: not yet after a nightly run that was skipped. */
class FirstRunTest {

  @Test
  void skippedNightlyRun_isRequestedAgain_onceNothingRuns() throws JsonProcessingException {
    assertThat(next()).isEqualTo(FirstRun.Next.WAIT);
    assertThat(next("resolution-file running")).isEqualTo(FirstRun.Next.WAIT);
    assertThat(next("nightly skipped", "resolution-file running")).isEqualTo(FirstRun.Next.WAIT);
    assertThat(next("nightly skipped", "resolution-file success")).isEqualTo(FirstRun.Next.REQUEST);
    assertThat(next("nightly running", "nightly skipped", "resolution-file success")).isEqualTo(FirstRun.Next.WAIT);
  }

  @Test
  void endedNightlyRun_isWhatIsMeasured() throws JsonProcessingException {
    assertThat(next("resolution-file running", "nightly success")).isEqualTo(FirstRun.Next.MEASURE);
    assertThat(next("resolution-file skipped", "nightly partial", "nightly skipped")).isEqualTo(FirstRun.Next.MEASURE);
  }

  @Test
  void failedNightlyRun_endsTheBenchmark() {
    assertThatThrownBy(() -> next("nightly failed")).isInstanceOf(BenchException.class).hasMessageContaining("the source is away");
  }

  @Test
  void worldWithoutWallets_isNotMeasured() {
    assertThatThrownBy(() -> DemoProcess.requireData(List.of())).isInstanceOf(BenchException.class).hasMessageContaining("no wallet has data");
    DemoProcess.requireData(List.of("0xa"));
  }

  private static FirstRun.Next next(String... runs) throws JsonProcessingException {
    List<Map<String, String>> list = Stream.of(runs).map(run -> run.split(" "))
        .map(words -> Map.of("kind", words[0], "status", words[1], "reason", "the source is away")).toList();
    ObjectMapper json = new ObjectMapper();
    return FirstRun.after(json.readTree(json.writeValueAsString(Map.of("runs", list))));
  }
}
