package io.cascadian.ingest;

import io.cascadian.store.RowBinary;
import java.util.List;

/**
 * Holds the rows of a batch for one table.
 *
 * @param columns in the order of the encoded values
 * @param token by which the server knows a repeated insert
 */
record TableRows(String table, List<String> columns, RowBinary rows, String token) {}
