package io.cascadian.ingest;

import io.cascadian.source.SourceHead;

/** The block that streams of one endpoint are read at, and the head that it was taken from. */
record Pin(SourceHead head, long block) {}
