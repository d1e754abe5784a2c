package io.cascadian.resolution;

import io.cascadian.store.FenceGuard;
import io.cascadian.store.StepResult;
import java.io.IOException;
import java.io.InputStream;

/** Takes over what dropped lists of markets and events say besides resolutions. The catalogue's room does that, which this one does not know. */
public interface DimensionFiles {

  StepResult markets(InputStream in, FenceGuard guard) throws IOException;

  StepResult events(InputStream in, FenceGuard guard) throws IOException;
}
