package io.cascadian.resolution;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.io.IOException;
import java.io.InputStream;

/** Stores what dropped lists of markets and events hold besides resolutions. Implemented by {@code markets}, which this package does not import. */
public interface DimensionFiles {

  StepResult markets(InputStream in, FenceGuard guard) throws IOException;

  StepResult events(InputStream in, FenceGuard guard) throws IOException;
}
