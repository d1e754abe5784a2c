package io.cascadian.e2e.crash;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The very first run is killed with -9 at every point of {@link CrashMatrixIT}; the next one ends as a success with the tables of an undisturbed twin. */
@Tag("proof")
class CrashFirstRunIT {

  @RegisterExtension
  private static final Nights NIGHTS = Nights.SHARED;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void killedFirstRun_isCaughtUp(CrashPoint point) throws Exception {
    String name = "first_" + point.ordinal();
    try (Twins first = NIGHTS.twins(name)) {
      first.dropMaps();
      CrashMatrixIT.kill(first, point);
      MatrixReport.note("the first run", point.title(), "killed", first.heal());
    }
  }
}
