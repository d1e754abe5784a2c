package io.cascadian.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;

/**
 * Replaces routes of a running Camel while the others continue. Changes are for one thread at a time; what is running
 * and what is out may be asked by all.
 */
final class LiveRoutes {

  private static final int STOP_SECONDS = 10;

  private final ModelCamelContext context;
  private final LoadedUnits loaded;
  /** Of these, something may be in the context beside what belongs there: they were tried, and the way back failed as well. */
  private final List<CheckedRoutes> tried = new ArrayList<>();
  private volatile CheckedRoutes running;
  private volatile Set<String> out = Set.of();

  /** @param started the set that the context was started with */
  LiveRoutes(ModelCamelContext context, CheckedRoutes started) {
    this.context = context;
    this.loaded = new LoadedUnits(context);
    this.running = started;
  }

  /** Returns the set that was taken last; what of it the context does not hold is {@link #out}. */
  CheckedRoutes running() {
    return running;
  }

  /** Returns the files that differ from the running ones, those that are gone among them. */
  Set<String> edited(CheckedRoutes next) {
    Map<String, String> now = running.texts().files();
    Map<String, String> then = next.texts().files();
    Set<String> differing = new TreeSet<>(now.keySet());
    differing.addAll(then.keySet());
    differing.removeIf(name -> Objects.equals(now.get(name), then.get(name)));
    return differing;
  }

  /** Returns the files that differ or are out, and those that are built from one of them: routes under a configuration, routes made of a template. */
  Set<String> affected(CheckedRoutes next) {
    CheckedRoutes now = running;
    Set<String> differing = edited(next);
    differing.addAll(out());
    List<RouteUnit> all = new ArrayList<>(now.units());
    all.addAll(next.units());
    return BuildOrder.withWhatIsBuiltFrom(differing, all, List.of(now.texts(), next.texts()));
  }

  /**
   * Returns which of the routes that are to be replaced, or of those that may call them, have a message in work that is to end first. Requests over HTTP
   * are none: there is always another one, and stopping a route lets them end.
   */
  Set<String> busy(CheckedRoutes next, Set<String> files) {
    CheckedRoutes now = running;
    Set<String> ids = routes(now, files, unchanged(next, files)).stream().map(RouteUnit::id).collect(Collectors.toSet());
    Set<String> http = now.graph().answeringHttp();
    return now.graph().withCallers(ids).stream().filter(id -> !http.contains(id) && context.getInflightRepository().size(id) > 0)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Files that the context does not hold as the running set has them: by what became of edits, and by what is in the context. */
  Set<String> out() {
    Set<String> files = new TreeSet<>(out);
    if (context.isStarted()) {
      running.units().stream().filter(unit -> !loaded.has(unit)).map(RouteUnit::file).forEach(files::add);
    }
    return files;
  }

  /** Returns whether one of these routes takes the lock of runs, so that what is going on there is a run. */
  boolean isRun(Set<String> ids, String lock) {
    return running.units().stream().filter(unit -> unit.isRoute() && ids.contains(unit.id()))
        .anyMatch(unit -> unit.beans().stream().anyMatch(use -> use.name().equals(lock)));
  }

  /**
   * Takes the routes of these files out and puts the new ones in.
   *
   * @param isForced whether messages that do not end are cut off
   * @throws StillBusyException when a route would not end what it was doing; everything is as before, but for what is {@link #out}
   * @throws Throwable when the new ones could not be started; the old ones are back, but for what is {@link #out}
   */
  void replace(CheckedRoutes next, Set<String> files, boolean isForced) throws Throwable {
    UnchangedRoutes unchanged = unchanged(next, files);
    stop(files, unchanged, isForced);
    try {
      clear(files, unchanged);
      tried.add(next);
      add(next, files, unchanged);
      running = next;
      whole();
    } catch (Throwable e) {
      // an Error as well: whatever it was, the old ones are out
      out = Set.copyOf(files);
      restore().filter(again -> again != e).ifPresent(e::addSuppressed);
      throw e;
    }
  }

  /** Tries to put back what is {@link #out}, each file for itself. Returns why not, where something is out still. */
  Optional<Throwable> restore() {
    CheckedRoutes now = running;
    Set<String> files = BuildOrder.withWhatIsBuiltFrom(out(), now.units(), List.of(now.texts()));
    out = Set.copyOf(files);
    Set<String> still = new TreeSet<>();
    List<Throwable> causes = new ArrayList<>();
    try {
      clear(files, UnchangedRoutes.NONE);
      Map<String, Throwable> failures = RouteLoading.load(context, filesInOrder(now, files));
      causes.addAll(failures.values());
      still.addAll(BuildOrder.withWhatIsBuiltFrom(failures.keySet(), now.units(), List.of(now.texts())));
      out = Set.copyOf(still);
    } catch (Throwable e) {
      causes.add(e);
    }
    if (causes.isEmpty()) {
      whole();
      return Optional.empty();
    }
    Throwable first = causes.get(0);
    causes.stream().filter(e -> e != first).forEach(first::addSuppressed);
    return Optional.of(first);
  }

  private void whole() {
    out = Set.of();
    tried.clear();
  }

  /** Returns the unchanged routes; none of a file of which routes are missing, since nothing of it is known to be as it was. */
  private UnchangedRoutes unchanged(CheckedRoutes next, Set<String> files) {
    Set<String> whole = new TreeSet<>(files);
    whole.removeAll(out());
    return UnchangedRoutes.between(running, next, whole);
  }

  private void stop(Set<String> files, UnchangedRoutes unchanged, boolean isForced) throws Exception {
    List<RouteUnit> stopped = new ArrayList<>();
    for (RouteUnit unit : routes(running, files, unchanged)) {
      ServiceStatus status = context.getRouteController().getRouteStatus(unit.id());
      if (status == null || status.isStopped()) {
        continue;
      }
      try {
        if (!context.getRouteController().stopRoute(unit.id(), STOP_SECONDS, TimeUnit.SECONDS, !isForced) && !isForced) {
          throw new StillBusyException(unit.id());
        }
        stopped.add(unit);
      } catch (Throwable e) {
        startAgain(stopped, e);
        throw e;
      }
    }
  }

  private void startAgain(List<RouteUnit> stopped, Throwable cause) {
    for (RouteUnit unit : stopped) {
      try {
        context.getRouteController().startRoute(unit.id());
      } catch (Throwable e) {
        cause.addSuppressed(e);
        Set<String> more = new TreeSet<>(out);
        more.add(unit.file());
        out = Set.copyOf(more);
      }
    }
  }

  private void clear(Set<String> files, UnchangedRoutes unchanged) throws Exception {
    for (CheckedRoutes set : tried) {
      loaded.remove(set, files, unchanged);
    }
    loaded.remove(running, files, unchanged);
  }

  private void add(CheckedRoutes set, Set<String> files, UnchangedRoutes unchanged) throws Throwable {
    Map<String, Throwable> failures = RouteLoading.load(context, filesInOrder(set, files).stream().flatMap(file -> unchanged.rest(file).stream()).toList());
    if (!failures.isEmpty()) {
      throw failures.values().iterator().next();
    }
    for (RouteUnit unit : routes(set, files, UnchangedRoutes.NONE)) {
      if (context.getRoute(unit.id()) == null) {
        throw new IllegalStateException("the route " + unit.id() + " was loaded and is not there");
      }
    }
  }

  private static List<RouteFile> filesInOrder(CheckedRoutes set, Set<String> files) {
    return BuildOrder.inOrder(set.files().stream().filter(f -> files.contains(f.name())).toList(), set.units());
  }

  /** Returns Camel's status of a route, such as Started; Missing when it does not know it. */
  String status(String id) {
    ServiceStatus status = context.getRouteController().getRouteStatus(id);
    return status == null ? "Missing" : status.name();
  }

  static List<RouteUnit> routes(CheckedRoutes set, Set<String> files, UnchangedRoutes unchanged) {
    return set.units().stream().filter(u -> u.isRoute() && u.id() != null && files.contains(u.file()) && !unchanged.has(u.id())).toList();
  }

  /** Reports that a route did not end its messages. */
  static final class StillBusyException extends Exception {
    private static final long serialVersionUID = 1L;

    StillBusyException(String route) {
      super("the route " + route + " is still at work");
    }
  }
}
