package io.cascadian.metrics;

/** Names the label of the outcome that a bet held net long. Labels count, not indexes: the first outcome is not always Yes. */
enum Side { YES, NO, OTHER }
