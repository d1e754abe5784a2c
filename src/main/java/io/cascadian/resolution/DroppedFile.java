package io.cascadian.resolution;

import com.fasterxml.jackson.core.JsonParser;
import io.cascadian.files.FileJson;
import io.cascadian.files.PackedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Opens a dropped file, and recognises what it is by its content, not by its name.
 *
 * @param path the file; unpacked when it is compressed with gzip
 */
record DroppedFile(Path path) {

  /** Names the kinds of file that are understood. */
  enum Kind {
    RESOLUTION_MAP, BACKFILLED_REPORT, MARKET_LOOKUPS, MARKETS, EVENTS, OTHER_ARRAY
  }

  InputStream open() throws IOException {
    return PackedFile.open(path);
  }

  /**
   * Recognises the kind of the file; a list is read to its end. A file that is no JSON at all counts as a map, whose reader reports where it is broken.
   *
   * @throws FileRejectedException when it holds resolutions in a shape that is not understood, or is a list and not JSON to its end
   */
  Kind kind() throws IOException, FileRejectedException {
    try (JsonParser json = FileJson.parser(open())) {
      return new KindReader(json).kind();
    }
  }
}
