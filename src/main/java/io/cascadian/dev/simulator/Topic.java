package io.cascadian.dev.simulator;

import java.util.List;

/**
 * Describes a subject of simulated events.
 *
 * @param category the event's own category where it has one
 * @param tags labels of its events; some invite misfiling by substring (AI in "Airlines", NFL in "Conflict", EU in "Eurovision")
 * @param question of a binary market; {@code %s} is filled in
 * @param options of a multi-outcome event; empty when the topic has only binary ones
 */
record Topic(String category, List<String> tags, String question, List<String> options) {

  static final List<Topic> ALL = List.of(
      new Topic("Politics", List.of("Politics", "US Election"), "Will candidate %s win the %s election?",
          List.of("Adams", "Baker", "Clark", "Davis", "Evans", "Frank", "Ghosh", "Hills", "Irwin", "Jones", "Klein", "Lopez")),
      new Topic("Politics", List.of("Elections", "World"), "Will the %s coalition hold until %s?",
          List.of("Green", "Liberal", "Labour", "Centre", "National", "Reform")),
      new Topic("Crypto", List.of("Crypto", "Bitcoin"), "Will coin %s close above its open in week %s?", List.of()),
      new Topic("Crypto", List.of("Ethereum", "Crypto Prices"), "Will token %s reach level %s?", List.of("low", "middle", "high", "record")),
      new Topic("Sports", List.of("Sports", "NBA"), "Will team %s win game %s?", List.of()),
      new Topic("Sports", List.of("Soccer", "Games"), "Will club %s win match %s?", List.of("home", "away", "draw")),
      new Topic("Sports", List.of("NFL", "Football"), "Will team %s cover in round %s?", List.of()),
      new Topic("Economy", List.of("Economy", "Fed Rates"), "Will the rate move by %s at meeting %s?",
          List.of("-50", "-25", "0", "+25", "+50")),
      new Topic("Business", List.of("Business", "Airlines"), "Will carrier %s beat estimates in quarter %s?", List.of()),
      new Topic("Geopolitics", List.of("Geopolitics", "Conflict"), "Will the truce of %s last until %s?", List.of()),
      new Topic("Pop Culture", List.of("Culture", "Eurovision"), "Will act %s win contest %s?",
          List.of("one", "two", "three", "four", "five", "six", "seven", "eight")),
      new Topic("Pop Culture", List.of("Movies", "Awards"), "Will film %s win award %s?", List.of("first", "second", "third", "fourth")),
      new Topic("Science & Tech", List.of("AI", "Tech"), "Will model %s lead the ranking in month %s?",
          List.of("alpha", "beta", "gamma", "delta")),
      new Topic("Weather", List.of("Weather", "Climate"), "Will city %s exceed its record on day %s?", List.of()),
      new Topic(null, List.of("Trading Cards"), "Will card %s sell above %s?", List.of()));
}
