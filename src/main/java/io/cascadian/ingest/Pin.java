package io.cascadian.ingest;

import io.cascadian.source.SourceHead;

/** Holds the block that streams of one endpoint are read at, and the head from which it was computed. */
record Pin(SourceHead head, long block) {}
