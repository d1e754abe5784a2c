package io.cascadian.dev.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reports how long callers waited, kind by kind, on which machine and data, and whether each kind reached its goal.
 *
 * @param clickHouse version; null where the service is not the benchmark's own
 * @param data what the service has, in words
 * @param warmUp seconds of the same load before, for other wallets
 * @param reads all kinds in turn; only these decide the result
 * @param alone single kinds at the whole rate; they do not decide the result
 * @param bare the same rate of answers that ask no database
 */
public record ApiBenchReport(String clickHouse, String data, int warmUp, ApiLoad reads, List<ApiLoad> alone, ApiLoad bare) {

  public ApiBenchReport {
    alone = List.copyOf(alone);
  }

  /** Returns whether of each kind every request was answered with success, and 95 of 100 within the goal. */
  public boolean reached() {
    return reads.missed().isEmpty();
  }

  public String text() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s%n%s%n%s%n%s", machine().text(), data, warmedUp(), reads.text()));
    alone.forEach(load -> text.append(load.text()));
    text.append(bare.text());
    long repeated = reads.kinds().stream().filter(kind -> kind.name().startsWith("wallets/")).mapToLong(ApiLoad.Kind::repeated).sum();
    if (repeated > 0) {
      text.append(String.format(Locale.ROOT, "── %d requests were for wallets that had been asked for; a larger --scale has more wallets%n", repeated));
    }
    List<String> missed = reads.missed();
    return text.append(missed.isEmpty()
        ? String.format(Locale.ROOT, "── each of %d kinds has reached its goal%n", reads.kinds().size())
        : String.format(Locale.ROOT, "── %d of %d kinds missed their goal: %s%n", missed.size(), reads.kinds().size(), String.join(", ", missed))).toString();
  }

  private String warmedUp() {
    return warmUp == 0 ? "without a warm-up" : "after " + warmUp + " s of the same load, for other wallets";
  }

  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine().text());
    json.put("data", data);
    json.put("warm_up_seconds", warmUp);
    json.put("reached", reached());
    json.put("missed", reads.missed());
    List<Object> loads = new ArrayList<>(List.of(reads.json()));
    alone.forEach(load -> loads.add(load.json()));
    loads.add(bare.json());
    json.put("loads", loads);
    return json;
  }

  private Machine machine() {
    return Machine.describe(null, clickHouse == null ? "of the service" : clickHouse);
  }
}
