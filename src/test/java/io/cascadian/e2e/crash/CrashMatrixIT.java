package io.cascadian.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cascadian.e2e.CommandLine;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packaged service is killed with -9 where it hurts; the next night, nobody helping, ends as a success with the tables of a twin that
 * nothing happened to. Some points with every build, all of them, also on a first run, with {@code -Dcrash.matrix=full}.
 */
class CrashMatrixIT {

  @RegisterExtension
  private static final Nights NIGHTS = Nights.SHARED;

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.cascadian.e2e.crash.CrashPoint#chosen")
  void aNightThatIsKilledIsCaughtUpWith(CrashPoint point) throws Exception {
    Twins nights = NIGHTS.twins();
    nights.nextDay();
    kill(nights, point);
    MatrixReport.note("a later night", point.title(), "killed", nights.heal());
  }

  @EnabledIfSystemProperty(named = "crash.matrix", matches = "full")
  @ParameterizedTest(name = "{0}")
  @EnumSource
  void aFirstRunThatIsKilledIsCaughtUpWith(CrashPoint point) throws Exception {
    String name = "first_" + point.ordinal();
    try (Twins first = NIGHTS.twins(name)) {
      first.dropMaps();
      kill(first, point);
      MatrixReport.note("the first run", point.title(), "killed", first.heal());
    }
  }

  private static void kill(Twins twins, CrashPoint point) throws Exception {
    Trap trap = point.arm(twins.disturbed, twins.disturbed::kill);
    try (CommandLine command = twins.disturbed.start()) {
      int code = command.exitCode(120);
      assertThat(code).as("the run comes by %s, and is killed there; it said\n%s", trap, command.text()).isEqualTo(137);
    }
    trap.awaitSprung(10);
  }
}
