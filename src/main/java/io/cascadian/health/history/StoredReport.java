package io.cascadian.health.history;

import java.time.Instant;
import java.util.Map;

/**
 * Describes a stored health report.
 *
 * @param overall {@code healthy}, {@code warning} or {@code critical}
 * @param checks by name: {@code status}, {@code duration_ms}, and the {@code message} of one that was not healthy
 */
public record StoredReport(long id, Instant reportedAt, String overall, long durationMs, Map<String, Object> checks) {}
