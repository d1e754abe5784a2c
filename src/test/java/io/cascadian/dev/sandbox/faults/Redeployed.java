package io.cascadian.dev.sandbox.faults;

import io.cascadian.dev.sandbox.Dataset;

/**
 * The address leads to another deployment than before.
 *
 * <p>Stands for: tags such as {@code prod} can be pointed elsewhere at any time; the ids and blocks of the one need not be the other's.
 */
public final class Redeployed extends DataFault {

  @Override
  public Dataset change(Dataset dataset, long head) {
    return dataset.identifiedAs(dataset.identity() + ", redeployed");
  }
}
