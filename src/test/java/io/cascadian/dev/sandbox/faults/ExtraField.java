package io.cascadian.dev.sandbox.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Rows hold something that was not asked for.
 *
 * <p>Stands for: gateways that add fields of their own; it must not matter.
 */
public final class ExtraField implements RowsFault {

  @Override
  public void alter(ArrayNode rows) {
    rows.forEach(row -> ((ObjectNode) row).putObject("_attestation").putArray("signatures").add("0x01"));
  }
}
