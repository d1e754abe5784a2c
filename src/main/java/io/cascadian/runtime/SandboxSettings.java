package io.cascadian.runtime;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import java.util.regex.Pattern;

/** Declares the settings of the sandbox source; {@link SandboxState} reads them. */
public final class SandboxSettings {

  public static final SettingGroup GROUP = new SettingGroup("Sandbox source");

  public static final Setting SANDBOX_SEED = GROUP.number("SANDBOX_SEED", -1_000_000_000_000_000_000L, 1_000_000_000_000_000_000L, "7",
      "seed of the market simulator");
  public static final Setting SANDBOX_SCALE = GROUP.number("SANDBOX_SCALE", 1, 1_000, "1", "size of the simulated history; 1 is some 300,000 fills");
  public static final Setting SANDBOX_SIMULATION_VERSION = GROUP.number("SANDBOX_SIMULATION_VERSION", 1, 3, "1",
      "version of the market simulation: 1, 2 with the market's tail (activity of wallets by Zipf, conditions that live from minutes to a year, late"
          + " resolutions, corrections), or 3 where corrections concern both sides of a trade as well");
  public static final Setting SANDBOX_ZIPF_EXPONENT = GROUP.add("SANDBOX_ZIPF_EXPONENT",
      Form.matching("number, 0 to 3", Pattern.compile("[0-2](\\.[0-9]{1,3})?|3(\\.0{1,3})?"), "is not a number from 0 to 3 with at most three decimals"), "1.0",
      "exponent of the activity of wallets from version 2 of the simulation on: the wallet of rank r has a share of the fills in proportion to 1/r^exponent");
  public static final Setting SANDBOX_OPTIONAL_STREAMS = GROUP.add("SANDBOX_OPTIONAL_STREAMS", Form.SWITCH, "false",
      "whether the simulated history has records of optional streams too: resolution times, rewards and rebates, transfers of shares");
  public static final Setting SANDBOX_FEED = GROUP.add("SANDBOX_FEED", Form.FILE, null, "feed file that the sandbox serves instead of simulated markets");

  private SandboxSettings() {}
}
