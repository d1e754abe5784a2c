package io.cascadian.runtime;

import io.cascadian.nightly.StepKind;
import io.cascadian.nightly.StepKind.Resume;
import io.cascadian.nightly.StepKinds;

/** Lists the kinds of steps that this service's features offer to runs, each found by the methods of {@link RouteBeans} that do its work. */
public final class StepWorks {

  private static final String PUBLISH_WALLETS = "publish-wallets";

  public static final StepKinds KINDS = StepKinds.of(
      StepKind.inspects("health", "steps.health").asCritical().onResume(Resume.REPEAT),
      // a resumed run reads trades of later markets than those that its first attempt knew
      StepKind.bringsIn("market-catalogue", "marketUpdate.readCatalogue").onResume(Resume.REPEAT_BEFORE_EVENTS),
      StepKind.bringsIn("ingest", "ingestSteps.finish").asReadingEvents(),
      StepKind.bringsIn("missing-markets", "marketLookups.publish"),
      StepKind.bringsIn("resolution-files", "resolutionInbox.finish").withWorkload("files"),
      StepKind.derives(PUBLISH_WALLETS, "ledger.publish"),
      StepKind.reports("signal-wallets", "signalWallets.decide").requiring(PUBLISH_WALLETS),
      StepKind.inspects("gates", "gateJudge.judge").requiring(PUBLISH_WALLETS));

  private StepWorks() {}
}
