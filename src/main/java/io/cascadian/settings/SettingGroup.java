package io.cascadian.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * Declares the settings of one feature: those made by its methods, in their order, and the rules that several of them have to keep together.
 *
 * <p>Filled while the class that holds it is initialised, and only read from then on.
 */
public final class SettingGroup {

  private final String title;
  private final List<Setting> settings = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();

  /** Checks values that are good one by one. */
  @FunctionalInterface
  public interface Rule {

    /** @param problems gets a line for each thing that is wrong; it names the setting and what to write, and repeats no secret */
    void check(Settings settings, List<String> problems);
  }

  /** @param title heading of the group in the reference */
  public SettingGroup(String title) {
    this.title = title;
  }

  /** @param defaultValue null where being unset has a meaning of its own */
  public Setting add(String name, Form form, String defaultValue, String description) {
    Setting setting = new Setting(name, form, defaultValue, description);
    settings.add(setting);
    return setting;
  }

  public Setting number(String name, long least, long most, String defaultValue, String description) {
    return add(name, Form.within(SettingRange.number(least, most)), defaultValue, description);
  }

  /** @param least as it is written in a setting, such as {@code 10s}; {@code most} like it */
  public Setting duration(String name, String least, String most, String defaultValue, String description) {
    return add(name, Form.within(SettingRange.duration(least, most)), defaultValue, description);
  }

  public SettingGroup rule(Rule rule) {
    rules.add(rule);
    return this;
  }

  /** Requires that a duration is not longer than another. */
  public SettingGroup ordered(Setting lower, Setting upper) {
    return rule((settings, problems) -> {
      if (settings.duration(lower).compareTo(settings.duration(upper)) > 0) {
        problems.add(lower + " (" + settings.text(lower) + ") must not exceed " + upper + " (" + settings.text(upper) + ")");
      }
    });
  }

  public String title() {
    return title;
  }

  public List<Setting> settings() {
    return List.copyOf(settings);
  }

  List<Rule> rules() {
    return rules;
  }
}
