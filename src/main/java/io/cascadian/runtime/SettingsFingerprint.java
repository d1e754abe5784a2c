package io.cascadian.runtime;

import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingView;
import io.cascadian.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Computes a short text by which two processes on one data directory learn whether they have the same settings.
 *
 * <p>Secrets do not go into it, since it is stored in a readable file; neither do the data directory and where the HTTP server listens.
 */
final class SettingsFingerprint {

  private static final int LENGTH = 16;

  private SettingsFingerprint() {}

  static String of(Settings settings) {
    Set<String> left = HttpSettings.GROUP.settings().stream().map(Setting::name).collect(Collectors.toSet());
    left.add(StoreSettings.DATA_DIR.name());
    String text = settings.views().stream().filter(view -> !left.contains(view.name())).map(SettingsFingerprint::line).collect(Collectors.joining("\n"));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String line(SettingView view) {
    return view.name() + "=" + view.value();
  }
}
