package io.cascadian.markets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A feed of trades with as much of their markets as a test wants to be known. Condition n has the tokens 10n and 10n + 1 and the market
 * 100 + n.
 */
final class TradedFeed {

  /** Time of the first trade; each further one comes a second later. */
  static final long TIME = 1_760_000_000L;

  private static final String WALLET = "0x" + "1".repeat(40);
  private static final String EXCHANGE = "0x4bfb41d5b3570defd03c39a9a4d8de6bd8b8982e";

  private final List<String> lines = new ArrayList<>();
  private int happened;

  List<String> lines() {
    return lines;
  }

  static String hex(int n) {
    return "0x" + String.format(Locale.ROOT, "%064x", n);
  }

  /** @param more fields of the record */
  void event(int id, String more) {
    add("{'record':'event','id':'%d','slug':'e%d','title':'Event %d','created_at':1,%s}", id, id, id, more);
  }

  void open(int event, int n) {
    open(event, n, "'closed_at':null");
  }

  void open(int event, int n, String more) {
    add("{'record':'market','event_id':'%d','id':'%d','condition_id':'%s','question':'?','outcomes':['Yes','No'],'token_ids':['%d','%d'],%s}",
        event, 100 + n, hex(n), 10 * n, 10 * n + 1, more);
  }

  void closed(int event, int n) {
    open(event, n, "'closed_at':" + TIME);
  }

  /** What the subgraphs report of conditions: their tokens. */
  void tokens(int... conditions) {
    for (int n : conditions) {
      add("{'record':'condition','block':80000000,'condition_id':'%s','token_ids':['%d','%d']}", hex(n), 10 * n, 10 * n + 1);
    }
  }

  void token(String token, String condition) {
    add("{'record':'token','block':80000000,'token_id':'%s','condition_id':'%s','outcome_index':0}", token, condition);
  }

  void trade(int... tokens) {
    for (int token : tokens) {
      fill(Integer.toString(token));
    }
  }

  /** A purchase for 0.51; every other one is a taker's own order. */
  void fill(String token) {
    int n = happened++;
    add("{'record':'entity','subgraph':'orderbook-subgraph','entity':'OrderFilledEvent','block':80000000,'object':{'id':'0xaa_%d',"
            + "'transactionHash':'0xaa','timestamp':'%d','orderHash':'0xbb','maker':'%s','taker':'%s','makerAssetId':'0','takerAssetId':'%s',"
            + "'makerAmountFilled':'510000','takerAmountFilled':'1000000','fee':'0'}}",
        n, TIME + n, WALLET, n % 2 == 1 ? EXCHANGE : "0x" + "2".repeat(40), token);
  }

  void split(int condition) {
    int n = happened++;
    add("{'record':'entity','subgraph':'activity-subgraph','entity':'Split','block':80000000,'object':{'id':'0xcc_%d','timestamp':'%d',"
        + "'stakeholder':'%s','condition':'%s','amount':'1000000'}}", n, TIME + n, WALLET, hex(condition));
  }

  private void add(String line, Object... values) {
    lines.add(String.format(Locale.ROOT, line, values).replace('\'', '"'));
  }
}
