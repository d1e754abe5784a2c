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
    public void resend(DeadLetter letter) {
      throw new UnsupportedOperationException("only records are replayed here");
    }
  };

  /** Returns why a letter of an exchange cannot be sent now and what to do, or nothing when it can. */
  Optional<String> refusal(DeadLetter letter);

  /**
   * Sends the exchange of a letter and waits for its end. A route that ends it among the dead letters again counts the same letter once more.
   *
   * @throws Exception what the route failed with
   */
  void resend(DeadLetter letter) throws Exception;
}
