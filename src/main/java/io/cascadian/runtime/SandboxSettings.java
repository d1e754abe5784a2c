package io.cascadian.runtime;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;

/** Declares the settings of the sandbox source; {@link SandboxState} reads them. */
public final class SandboxSettings {

  public static final SettingGroup GROUP = new SettingGroup("Sandbox source");

  public static final Setting SANDBOX_SEED = GROUP.number("SANDBOX_SEED", -1_000_000_000_000_000_000L, 1_000_000_000_000_000_000L, "7",
      "seed of the market simulator");
  public static final Setting SANDBOX_SCALE = GROUP.number("SANDBOX_SCALE", 1, 1_000, "1", "size of the simulated history; 1 is some 300,000 fills");
  public static final Setting SANDBOX_FEED = GROUP.add("SANDBOX_FEED", Form.FILE, null, "feed file that the sandbox serves instead of simulated markets");

  private SandboxSettings() {}
}
