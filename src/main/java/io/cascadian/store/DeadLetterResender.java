package io.cascadian.store;

import java.util.Optional;

/** Sends exchanges that failed to where they came from. */
public interface DeadLetterResender {

  /** Sends nothing. */
  DeadLetterResender NONE = new DeadLetterResender() {
    @Override
    public Optional<String> refusal(DeadLetter letter) {
      return Optional.of("only records are replayed here");
    }

    @Override
    public Outcome resend(DeadLetter letter) {
      throw new UnsupportedOperationException("only records are replayed here");
    }
  };

  /** Exchange property: true if a route did nothing with an exchange, because another run was in progress. */
  String SKIPPED = "cascadianSkipped";

  /** Names the result of sending an exchange again. */
  enum Outcome {
    /** Its route has ended it. */
    ENDED,
    /** Its file is in the folder again that its route reads; what becomes of it is seen when the route takes it. */
    GIVEN_BACK,
    /** Its route did nothing, because another run was in progress. */
    SKIPPED
  }

  /** Returns why a letter of an exchange cannot be sent now and what to do, or nothing when it can. */
  Optional<String> refusal(DeadLetter letter);

  /**
   * Sends the exchange of a letter and waits for its end; a file is only put back. A route that ends it among the dead letters again counts the same letter
   * once more.
   *
   * @throws Exception what the route failed with
   */
  Outcome resend(DeadLetter letter) throws Exception;
}
