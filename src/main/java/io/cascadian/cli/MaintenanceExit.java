package io.cascadian.cli;

import io.cascadian.nightly.RunRecord;
import io.cascadian.nightly.RunStatus;

/** Turns how work on history ended into an exit code: 0 done, 1 not done (failed, or another run was in progress), 2 a dry run found something to do. */
final class MaintenanceExit {

  private static final int SOMETHING_TO_DO = 2;

  private MaintenanceExit() {}

  static int of(RunRecord run) {
    return run.status() == RunStatus.SUCCESS ? 0 : 1;
  }

  /** @param changes name of the detail of the run's step that counts what a real run would change */
  static int ofDryRun(RunRecord run, String changes) {
    boolean found = run.status() == RunStatus.SUCCESS && run.steps().get(0).details().get(changes) instanceof Number count && count.longValue() > 0;
    return found ? SOMETHING_TO_DO : of(run);
  }
}
