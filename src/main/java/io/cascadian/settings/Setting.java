package io.cascadian.settings;

import java.util.Optional;

/**
 * Describes one setting: its name in the environment, {@code .env} and {@code application.properties}, what values it may have, its default, and
 * what it means. Made by a {@link SettingGroup}; two settings are never equal. Immutable.
 */
public final class Setting {

  private final String name;
  private final Form form;
  private final String defaultValue;
  private final String description;

  Setting(String name, Form form, String defaultValue, String description) {
    this.name = name;
    this.form = form;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** Returns the name in capitals, such as {@code HTTP_PORT}. */
  public String name() {
    return name;
  }

  public Form form() {
    return form;
  }

  /** Returns the values that do no harm; null for what is neither a number nor a duration. */
  public SettingRange range() {
    return form.range();
  }

  /** Returns the default; empty if being unset has a meaning of its own, which the description gives. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** Returns what it means, as a clause without a capital and a full stop. */
  public String description() {
    return description;
  }

  /** Returns what is wrong with a value, and what to write instead; empty when nothing is. */
  public Optional<String> problem(String value) {
    return Optional.ofNullable(form.problem(value));
  }

  /** Returns whether the setting names a folder or a file. */
  public boolean isPath() {
    return form.place() != Form.Place.NONE;
  }

  /** Returns whether the setting names a folder, not a file. */
  public boolean isFolder() {
    return form.place() == Form.Place.FOLDER;
  }

  /** Returns whether the value or a part of it is secret. */
  public boolean isSecret() {
    return form.secrecy() != Form.Secrecy.NONE;
  }

  @Override
  public String toString() {
    return name;
  }
}
