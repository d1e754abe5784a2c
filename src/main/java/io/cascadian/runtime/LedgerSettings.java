package io.cascadian.runtime;

import io.cascadian.ledger.GateOptions;
import io.cascadian.ledger.ReferenceFileException;
import io.cascadian.ledger.ReferenceWallets;
import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Holds the settings of the wallet tables and their gates.
 *
 * @param retainedBuilds number of replaced builds that are retained for a rollback
 */
public record LedgerSettings(int retainedBuilds, GateOptions gates) {

  public static final SettingGroup GROUP = new SettingGroup("Wallet tables and gates");

  public static final Setting LEDGER_RETAINED_BUILDS = GROUP.number("LEDGER_RETAINED_BUILDS", 1, 1_000, "2",
      "replaced builds of the wallet tables that are retained, for rollback --build");
  public static final Setting GATE_MIN_WALLETS = GROUP.number("GATE_MIN_WALLETS", 1, 1_000_000_000, null,
      "smallest number of wallets with outcomes at which the gate wallets-with-outcomes passes");
  public static final Setting GATE_MAX_WALLETS = GROUP.number("GATE_MAX_WALLETS", 1, 1_000_000_000, null,
      "largest number of wallets with outcomes at which the gate wallets-with-outcomes passes");
  public static final Setting GATE_MAX_UNBALANCED = GROUP.number("GATE_MAX_UNBALANCED", 0, 1_000_000_000, null,
      "most resolved conditions whose trades, splits and merges do not come to 0 over all wallets, at which the gate zero-sum passes; 0 unless set, but a"
          + " hand-written feed (SANDBOX_FEED) may show one side only, so there the gate only reports unless this is set");
  public static final Setting REFERENCE_WALLETS_FILE = GROUP.add("REFERENCE_WALLETS_FILE", Form.FILE, null,
      "file of wallets with known totals, for the gate reference-wallets; see docs/schemas/reference-wallets.md");

  static {
    GROUP.rule((settings, problems) -> {
      OptionalLong least = settings.optionalNumber(GATE_MIN_WALLETS);
      OptionalLong most = settings.optionalNumber(GATE_MAX_WALLETS);
      if (least.isPresent() && most.isPresent() && least.getAsLong() > most.getAsLong()) {
        problems.add("GATE_MIN_WALLETS (" + least.getAsLong() + ") must not exceed GATE_MAX_WALLETS (" + most.getAsLong() + ")");
      }
    });
  }

  /** @throws SettingsException when the file of reference wallets is invalid */
  static LedgerSettings of(Settings settings) {
    try {
      return new LedgerSettings((int) settings.number(LEDGER_RETAINED_BUILDS), new GateOptions(settings.optionalNumber(GATE_MIN_WALLETS),
          settings.optionalNumber(GATE_MAX_WALLETS), maxUnbalanced(settings), settings.optional(REFERENCE_WALLETS_FILE).map(Path::of).map(ReferenceWallets::of)));
    } catch (ReferenceFileException e) {
      throw new SettingsException(List.of(REFERENCE_WALLETS_FILE + ": " + e.getMessage()));
    }
  }

  private static OptionalLong maxUnbalanced(Settings settings) {
    OptionalLong most = settings.optionalNumber(GATE_MAX_UNBALANCED);
    return most.isPresent() || settings.optional(SandboxSettings.SANDBOX_FEED).isPresent() ? most : OptionalLong.of(0);
  }
}
