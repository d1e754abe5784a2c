/** Reads, validates and documents settings. Knows no feature: each feature declares its own in a {@link io.cascadian.settings.SettingGroup}. */
package io.cascadian.settings;
