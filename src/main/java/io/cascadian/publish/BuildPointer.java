package io.cascadian.publish;

import io.cascadian.store.FenceGuard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes a build in Postgres and on every ClickHouse node, and completes a publication that was cut off. Used by one thread at a time, under the run lock. */
final class BuildPointer {

  private static final Logger LOG = LoggerFactory.getLogger(BuildPointer.class);

  private final PublishedTables tables;
  private final BuildStore state;
  private final BuildNodes nodes;

  BuildPointer(PublishedTables tables, BuildStore state, BuildNodes nodes) {
    this.tables = tables;
    this.state = state;
    this.nodes = nodes;
  }

  /** Returns the layers of those tables of a build that this program still publishes. */
  Map<String, List<Long>> layers(long build) {
    Map<String, List<Long>> known = new LinkedHashMap<>(state.layers(build));
    known.keySet().retainAll(tables.names());
    return known;
  }

  /** Lets readers see a build. A crash from here on is completed by whatever is done next. */
  void publish(long build, FenceGuard guard) {
    guard.check();
    state.publishing(build, guard);
    complete(build, guard);
  }

  /** Lets readers see a build. A table that the build does not have, because a newer program publishes it, stays as it is. */
  private void complete(long build, FenceGuard guard) {
    Map<String, List<Long>> seen = new LinkedHashMap<>(state.publishedLayers());
    seen.keySet().retainAll(tables.names());
    seen.putAll(layers(build));
    nodes.publish(build, seen, guard);
    state.published(build, guard);
  }

  /** Completes a publication that was cut off; drops a build that had not come so far. */
  void recover(FenceGuard guard) {
    long newest = nodes.newest();
    if (state.isBehind(newest)) {
      LOG.warn("Postgres lacks build {} of the published tables, which ClickHouse has, as after a restore from an older backup: numbering continues after it",
          newest);
      state.unfinished().ifPresent(build -> state.ended(build.id(), "dropped", "ClickHouse has later builds"));
      state.continueAfter(newest);
    }
    state.unfinished().ifPresent(build -> {
      if (build.publishing()) {
        LOG.warn("Build {} of the published tables was cut off during its publication; completing it", build.id());
        guard.check();
        complete(build.id(), guard);
      } else {
        LOG.warn("Build {} of the published tables was cut off before its publication; dropping it, this run builds again", build.id());
        nodes.drop(build.id());
        state.ended(build.id(), "dropped", "the process ended before the build did");
      }
    });
  }
}
