package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit: known directives, our settings, few rights. */
class SystemdTest {

  private static final Path UNIT = Path.of("deploy/systemd/cascadian.service");
  private static final Path COMMAND = Path.of("deploy/systemd/cascadian");

  @Test
  void environment_consistsOfSettings() throws IOException {
    assertThat(DeployFiles.matches("(?m)^Environment=([A-Z_]+)=", Files.readString(UNIT))).isNotEmpty().allMatch(DeployFiles::isSetting);
  }

  @Test
  void unit_hasFewRights_timeToStop() throws IOException {
    assertThat(Files.readAllLines(UNIT)).contains("User=cascadian", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict",
        "ProtectHome=yes", "PrivateTmp=yes", "RestrictSUIDSGID=yes", "SystemCallFilter=@system-service", "Restart=on-failure", "TimeoutStopSec=90");
  }

  @Test
  void commands_haveServiceEnvironment() throws IOException {
    List<String> unit = Files.readAllLines(UNIT);
    List<String> given = DeployFiles.matches("--property=(\\S+)", Files.readString(COMMAND).replace("\"$home\"", "/opt/cascadian"));
    assertThat(unit).containsAll(given);
    assertThat(given).containsAll(unit.stream()
        .filter(line -> line.matches("(User|Group|WorkingDirectory|Environment|EnvironmentFile|StateDirectory|LogsDirectory)=.*")).toList());
  }

  @Test
  void commandsRunBySystemd_keepTheirWordsAndReportTheirEnd(@TempDir Path folder) throws Exception {
    Path systemdRun = Files.writeString(folder.resolve("systemd-run"), "#!/bin/sh\nfor word; do echo \"$word\"; done\nexit 3\n");
    assertThat(systemdRun.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder(COMMAND.toString(), "sql", "SELECT 1, '$HOME'", "--header").redirectErrorStream(true);
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().put("CASCADIAN_HOME", "/opt/new one");
    Process process = builder.start();
    List<String> words = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(words).contains("--pipe", "--wait", "--property=User=cascadian", "--property=EnvironmentFile=/etc/cascadian/cascadian.env",
        "--property=WorkingDirectory=/opt/new one");
    assertThat(words.subList(words.indexOf("/usr/bin/java"), words.size()))
        .containsExactly("/usr/bin/java", "-Xmx512m", "-jar", "/opt/new one/cascadian.jar", "sql", "SELECT 1, '$HOME'", "--header");
  }

  @Test
  void directives_areKnown(@TempDir Path folder) throws Exception {
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
    String message = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(verify.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(message.lines().filter(line -> line.contains("cascadian.service"))).isEmpty();
    assertThat(verify.exitValue()).as(message).isZero();
  }
}
