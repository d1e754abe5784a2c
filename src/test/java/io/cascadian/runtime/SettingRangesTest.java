package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingRange;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import io.cascadian.store.PostgresSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks for every setting that no accepted value causes damage later, and that a rejected one is reported with a sentence. */
class SettingRangesTest {

  private static final List<String> HOSTILE = List.of("-1", "-5", "0", "0s", "-1s", "0.3", "1e9", "+1", "ten", "1 0", "99999999999999999999", "9223372036854775807",
      "-9223372036854775808", "999999999999999999d", "99999999999999999999d", "999999999999d", "1y", "NaN", "\u0661\u0662", "%", "://", "a\u0000b", "'", "{{x}}");

  @TempDir
  Path folder;

  @ParameterizedTest
  @MethodSource("all")
  void hostileValue_isAcceptedOrRejectedByName(Setting setting) {
    for (String value : HOSTILE) {
      try {
        Settings taken = Modules.load(Map.of(setting, value), Map.of(), folder);
        if (setting.range() != null && setting.range().unit() == SettingRange.Unit.NUMBER) {
          taken.number(setting);
        } else if (setting.range() != null) {
          taken.duration(setting).toNanos();
        } else if (setting == StoreSettings.DATABASE_URL) {
          PostgresUrl.parse(taken);
        } else if (!setting.isSecret()) {
          taken.path(setting);
        }
      } catch (SettingsException e) {
        assertThat(e.getMessage()).as("%s = %s", setting, value).contains(setting.name());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ranged")
  void rangedSetting_acceptsBounds_rejectsBeyond(Setting setting) {
    SettingRange range = setting.range();
    setting.defaultValue().ifPresent(value -> assertThat(setting.problem(value)).as("the default").isEmpty());
    assertThat(List.of(range.least(), range.most())).allSatisfy(end -> assertThat(setting.problem(end)).isEmpty());
    for (String beyond : List.of(before(range), after(range))) {
      Optional<String> refused = setting.problem(beyond);
      assertThat(refused).as(beyond).isPresent();
      assertThat(refused.get()).contains(beyond, "from " + range.least() + " to " + range.most());
    }
  }

  static Stream<Setting> all() {
    return Modules.settings().stream();
  }

  static Stream<Setting> ranged() {
    return Modules.settings().stream().filter(setting -> setting.range() != null);
  }

  @Test
  void numbersAndDurations_haveARange() {
    assertThat(ranged()).hasSizeGreaterThan(20);
    assertThat(all().filter(setting -> setting.range() == null).flatMap(setting -> setting.defaultValue().stream()))
        .filteredOn(value -> value.matches("\\d+(ms|s|m|h|d)?")).as("defaults of settings without a range, which are ports").containsExactlyInAnyOrder("8080", "0", "0");
  }

  @ParameterizedTest
  @CsvSource({"SOURCE_RATE_WINDOW,0s", "SOURCE_CONFIRMATIONS,-5", "MISSED_RUN_MAX_DELAY,99999999999999d", "RUN_WATCH_INTERVAL,0ms", "ROUTES_POLL_INTERVAL,1ms",
      "HEALTH_TIMEOUT,26s", "HEALTH_INTERVAL,1s", "SOURCE_RATE_LIMIT,100001", "SANDBOX_SCALE,0.3", "INGEST_PARALLEL_REQUESTS,999999999"})
  void harmfulValue_stopsStart(String setting, String value) {
    assertThatThrownBy(() -> Modules.load(Map.of(Modules.setting(setting), value), Map.of(), folder)).isInstanceOf(SettingsException.class)
        .hasMessageContaining(setting + " (command line): '" + value + "' is ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "postgres://u:p@my_db/x|jdbc:postgresql://my_db/x|u|p",
      "postgres://u:p%40%2B+@my_db:5433/x?ssl=true|jdbc:postgresql://my_db:5433/x?ssl=true|u|p@++",
      "postgres://u:p@ss@h/x|jdbc:postgresql://h/x|u|p@ss",
      "postgresql://u@one:5432,two_b:5433,[fd00::1]:5434/x|jdbc:postgresql://one:5432,two_b:5433,[fd00::1]:5434/x?targetServerType=primary|u|",
      "postgres://one,two/x?a=b|jdbc:postgresql://one,two/x?a=b&targetServerType=primary||",
      "postgres://one,two/x?targetServerType=any|jdbc:postgresql://one,two/x?targetServerType=any||",
      "jdbc:postgresql://my_db,other:1/x|jdbc:postgresql://my_db,other:1/x||"})
  void databaseUrl_withAnyHosts_isParsed(String url, String jdbc, String user, String password) {
    PostgresSettings read = PostgresUrl.parse(Modules.load(Map.of(StoreSettings.DATABASE_URL, url), Map.of(), folder));
    assertThat(read.jdbcUrl()).isEqualTo(jdbc);
    assertThat(read.user()).isEqualTo(user);
    assertThat(read.password()).isEqualTo(password);
    assertThat(read.statementTimeout()).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres://u:hunter2@/x", "postgres://u:hunter2@h:port/x", "postgres://u:hunter2@h:99999/x", "postgres://u:hunter2@a,,b/x",
      "postgres://u:hunter2%zz@h/x", "postgres://", "jdbc:postgresql:x?password=hunter2", "jdbc:postgresql://h:hunter2/x", "postgres://u:hunter2@h h/x"})
  void invalidDatabaseUrl_isRejected_withoutPassword(String url) {
    assertThatThrownBy(() -> Modules.load(Map.of(StoreSettings.DATABASE_URL, url), Map.of(), folder)).isInstanceOf(SettingsException.class)
        .hasMessageContaining("DATABASE_URL").hasMessageNotContaining("hunter2");
  }

  private static String before(SettingRange range) {
    if (range.unit() == SettingRange.Unit.NUMBER) {
      return Long.toString(Long.parseLong(range.least()) - 1);
    }
    long millis = SettingRange.parse(range.least()).toMillis();
    return millis == 0 ? "-1s" : millis - 1 + "ms";
  }

  private static String after(SettingRange range) {
    return range.unit() == SettingRange.Unit.NUMBER ? Long.toString(Long.parseLong(range.most()) + 1) : SettingRange.parse(range.most()).toMillis() + 1 + "ms";
  }
}
