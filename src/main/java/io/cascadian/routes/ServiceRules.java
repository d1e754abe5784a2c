package io.cascadian.routes;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * States what the service relies on in its routes, whatever they are called and however they are arranged.
 *
 * <p>Calls are written as {@code bean.method}. Immutable.
 *
 * @param runLock bean that allows one run at a time, as the repository of an idempotent consumer; empty where there are no runs
 * @param runKey the key under which every run takes it
 * @param beginRun call that records that a run begins, or that there is nothing to do
 * @param endRun call that closes a run
 * @param abortRun call that marks a run as one whose further steps are not tried
 * @param runAddresses where the program itself starts runs
 * @param authorize call that lets only requests with the token pass
 * @param contract specification of the program's HTTP interface; empty where there is none
 * @param reservedPaths of HTTP that the program answers by itself, each with everything below it
 * @param dropFolder where files for the service are put; null where there is none
 * @param inbox folder below it in which the service expects the files that were taken
 */
public record ServiceRules(String runLock, String runKey, String beginRun, String endRun, String abortRun, Set<String> runAddresses, String authorize,
    String contract, List<String> reservedPaths, Path dropFolder, String inbox) {

  /** Nothing to rely on. */
  public static final ServiceRules NONE = new ServiceRules("", "", "", "", "", Set.of(), "", "", List.of(), null, "");

  public ServiceRules {
    runAddresses = Set.copyOf(runAddresses);
    reservedPaths = List.copyOf(reservedPaths);
  }

  /** Returns the same with rules on runs. */
  public ServiceRules withRuns(String lock, String key, String begin, String end, String abort, Set<String> addresses) {
    return new ServiceRules(lock, key, begin, end, abort, addresses, authorize, contract, reservedPaths, dropFolder, inbox);
  }

  /** Returns the same with rules on the HTTP interface. */
  public ServiceRules withHttp(String authorizing, String specification, List<String> reserved) {
    return new ServiceRules(runLock, runKey, beginRun, endRun, abortRun, runAddresses, authorizing, specification, reserved, dropFolder, inbox);
  }

  /** Returns the same with rules on a watched folder. */
  public ServiceRules withDropFolder(Path folder, String inboxOfIt) {
    return new ServiceRules(runLock, runKey, beginRun, endRun, abortRun, runAddresses, authorize, contract, reservedPaths, folder, inboxOfIt);
  }
}
