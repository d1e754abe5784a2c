package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit: known directives, our settings, few rights. */
class SystemdTest {

  private static final Path UNIT = Path.of("deploy/systemd/cascadian.service");

  @Test
  void whatIsGivenToTheServiceAreSettings() throws IOException {
    assertThat(DeployFiles.matches("(?m)^Environment=([A-Z_]+)=", Files.readString(UNIT))).isNotEmpty().allMatch(DeployFiles::isSetting);
  }

  @Test
  void itRunsWithFewRightsAndIsGivenTimeToEnd() throws IOException {
    assertThat(Files.readAllLines(UNIT)).contains("User=cascadian", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict",
        "ProtectHome=yes", "PrivateTmp=yes", "RestrictSUIDSGID=yes", "SystemCallFilter=@system-service", "Restart=on-failure", "TimeoutStopSec=90");
  }

  @Test
  void systemdKnowsEveryDirective(@TempDir Path folder) throws Exception {
    // a program that is there, wherever this machine's Java is
    Path copy = folder.resolve("cascadian.service");
    Files.writeString(copy, Files.readString(UNIT).replace("/usr/bin/java", "/bin/sh"));
    Process verify;
    try {
      verify = new ProcessBuilder("systemd-analyze", "verify", "--man=no", copy.toString()).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeThat(false).as("there is no systemd here: %s", e.getMessage()).isTrue();
      return;
    }
    String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(verify.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(said.lines().filter(line -> line.contains("cascadian.service"))).isEmpty();
    assertThat(verify.exitValue()).as(said).isZero();
  }
}
