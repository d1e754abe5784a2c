package io.cascadian.markets;

import io.cascadian.store.PartialResult;
import io.cascadian.store.StepResult;
import java.util.List;
import java.util.stream.Collectors;

/** Reports that the catalogue's list was not read to its proven end. What was read is stored and counts; the next run reads the list again. */
public final class CatalogueIncompleteException extends CatalogueException implements PartialResult {

  private static final long serialVersionUID = 1;

  private final transient StepResult result;

  CatalogueIncompleteException(List<CatalogueException> failures, StepResult result) {
    super(failures.get(0).url(), failures.get(0).status(),
        failures.stream().map(CatalogueException::reason).collect(Collectors.joining("; ")), failures.get(0));
    failures.stream().skip(1).forEach(this::addSuppressed);
    this.result = result;
  }

  @Override
  public StepResult partialResult() {
    return result;
  }
}
