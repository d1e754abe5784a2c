package io.cascadian.dev.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Records the largest heap use of this process, from the notifications of its garbage collectors. Thread-safe. */
final class HeapMeter {

  private final Set<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
      .filter(pool -> pool.getType() == MemoryType.HEAP).map(MemoryPoolMXBean::getName).collect(Collectors.toSet());
  private final AtomicLong before = new AtomicLong();
  private final AtomicLong after = new AtomicLong();

  private HeapMeter() {}

  static HeapMeter start() {
    HeapMeter meter = new HeapMeter();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector).addNotificationListener((notice, nothing) -> {
        if (notice.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
          meter.collected(GarbageCollectionNotificationInfo.from((CompositeData) notice.getUserData()));
        }
      }, null, null);
    }
    return meter;
  }

  private void collected(GarbageCollectionNotificationInfo info) {
    before.accumulateAndGet(used(info.getGcInfo().getMemoryUsageBeforeGc()), Math::max);
    after.accumulateAndGet(used(info.getGcInfo().getMemoryUsageAfterGc()), Math::max);
  }

  private long used(java.util.Map<String, java.lang.management.MemoryUsage> usage) {
    return usage.entrySet().stream().filter(e -> pools.contains(e.getKey())).mapToLong(e -> e.getValue().getUsed()).sum();
  }

  /** Bytes in use before a collection, at most. */
  long peak() {
    return Math.max(before.get(), Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
  }

  /** Bytes in use after a collection, at most: what was really held. */
  long peakAfterCollection() {
    return after.get();
  }
}
