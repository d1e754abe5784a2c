package io.cascadian.markets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one of the catalogue's two lists of events, the open or the closed ones, to an end that is proven.
 *
 * <p>Pages are asked for by cursor, to the page without a further one. A catalogue that refuses cursors, or whose cursor does not advance, is read by
 * offset, where neither an empty page nor a refusal is an end: services refuse deep offsets, ignore them or answer them with empty lists. Either way the
 * list is read from its other end as well, until both readings meet. Every page must bring an event that the reading did not have, and pages and time are
 * limited. Used once; not thread-safe.
 */
final class EventList {

  private static final Logger LOG = LoggerFactory.getLogger(EventList.class);

  private final GammaClient gamma;
  private final boolean closed;
  private final Consumer<JsonNode> consumer;
  private final int mostPages;
  private final long deadline;
  private final Set<String> handedOver = new HashSet<>();
  private int pages;
  private boolean isFromOtherEnd;

  /**
   * @param consumer is given each event once, as it arrived; events without id as often as the list has them
   * @param deadline by {@link System#nanoTime()}
   */
  EventList(GammaClient gamma, boolean closed, Consumer<JsonNode> consumer, int mostPages, long deadline) {
    this.gamma = gamma;
    this.closed = closed;
    this.consumer = consumer;
    this.mostPages = mostPages;
    this.deadline = deadline;
  }

  /**
   * Reads the list.
   *
   * @throws CatalogueException when it could not be read to its end, or nothing proves that this was the end; what was read has been handed over
   */
  void read() {
    try {
      byCursor();
    } catch (CatalogueException e) {
      if (!e.isRefusal()) {
        throw failed(e.status(), e.reason(), e);
      }
      LOG.warn("Catalogue: {} events cannot be read by cursor, reading them by offset: {}", name(), e.getMessage());
      byOffset(e);
    }
  }

  private void byCursor() {
    Set<String> seen = new HashSet<>();
    byCursor(true, seen, Set.of());
    if (seen.isEmpty()) {
      return;
    }
    isFromOtherEnd = true;
    try {
      byCursor(false, new HashSet<>(), seen);
    } catch (CatalogueException e) {
      if (!e.isRefusal()) {
        throw e;
      }
      LOG.warn("Catalogue: cannot verify that all {} events were read, because they cannot be read from the other end; what was read is stored: {}",
          name(), e.getMessage());
    }
  }

  /** @param until events of which one ends the reading; none for the whole list */
  private void byCursor(boolean ascending, Set<String> seen, Set<String> until) {
    String cursor = null;
    do {
      checkLimits();
      EventPage page = gamma.eventsAfter(closed, cursor, ascending);
      boolean isMet = isAnyOf(page.events(), until);
      boolean isNew = take(page.events(), seen);
      if (isMet) {
        return;
      }
      if (!isNew && page.next() != null) {
        throw repeated("cursor", cursor, seen, page.events());
      }
      cursor = page.next();
    } while (cursor != null);
  }

  private void byOffset(CatalogueException cursorRefused) {
    try {
      Set<String> seen = new HashSet<>();
      String first = null;
      int offset = 0;
      CatalogueException refused = null;
      while (true) {
        checkLimits();
        JsonNode page;
        try {
          page = gamma.eventsFrom(closed, offset, true);
        } catch (CatalogueException e) {
          if (offset == 0 || !e.isRefusal()) {
            throw e;
          }
          refused = e;
          break;
        }
        if (page.isEmpty()) {
          break;
        }
        if (!take(page, seen)) {
          throw repeated("offset", Integer.toString(offset), seen, page);
        }
        first = first == null ? id(page.get(0)) : first;
        offset += page.size();
      }
      proveEnd(seen, first, offset, refused);
    } catch (CatalogueException e) {
      CatalogueException failure = failed(e.status(), "by cursor: " + cursorRefused.reason() + "; by offset: " + e.reason(), e);
      failure.addSuppressed(cursorRefused);
      throw failure;
    }
  }

  /**
   * Reads from the other end until an event comes that was read from this one.
   *
   * @param offset up to which the list was read
   * @param refused what the catalogue answered there; null for an empty page
   */
  private void proveEnd(Set<String> seen, String first, int offset, CatalogueException refused) {
    Set<String> fromOtherEnd = new HashSet<>();
    isFromOtherEnd = true;
    for (int back = 0; ; ) {
      checkLimits();
      JsonNode page = gamma.eventsFrom(closed, back, false);
      if (page.isEmpty()) {
        if (seen.isEmpty() && fromOtherEnd.isEmpty()) {
          return;
        }
        throw unproven(refused, offset);
      }
      if (back == 0 && offset > 1 && id(page.get(0)).equals(first)) {
        // the order is not the catalogue's to choose
        proveEndByLastEvent(seen, offset, refused);
        return;
      }
      boolean met = isAnyOf(page, seen);
      boolean isNew = take(page, fromOtherEnd);
      if (met) {
        return;
      }
      if (!isNew) {
        throw repeated("offset from the other end", Integer.toString(back), fromOtherEnd, page);
      }
      back += page.size();
    }
  }

  /** One event further back than the empty page there must be exactly one event: beyond a limit of offsets there is none either. */
  private void proveEndByLastEvent(Set<String> seen, int offset, CatalogueException refused) {
    if (refused != null) {
      throw unproven(refused, offset);
    }
    JsonNode last = gamma.eventsFrom(closed, offset - 1, true);
    if (last.size() != 1 || !seen.contains(id(last.get(0)))) {
      throw unproven(null, offset);
    }
  }

  /** Hands over what is new, and returns whether anything was new to this reading. */
  private boolean take(JsonNode page, Set<String> seen) {
    boolean isNew = false;
    for (JsonNode event : page) {
      String id = id(event);
      isNew |= !id.isEmpty() && seen.add(id);
      if (id.isEmpty() ? !isFromOtherEnd : handedOver.add(id)) {
        consumer.accept(event);
      }
    }
    return isNew;
  }

  private static boolean isAnyOf(JsonNode page, Set<String> ids) {
    boolean isAny = false;
    for (JsonNode event : page) {
      isAny |= ids.contains(id(event));
    }
    return isAny;
  }

  private static String id(JsonNode event) {
    return event.path("id").asText("");
  }

  private void checkLimits() {
    if (++pages > mostPages) {
      throw new CatalogueException(gamma.address(), 0, "the list did not end within " + mostPages + " pages", null);
    }
    if (System.nanoTime() - deadline > 0) {
      throw new CatalogueException(gamma.address(), 0, "the list did not end within GAMMA_TIME_LIMIT", null);
    }
  }

  private CatalogueException repeated(String by, String value, Set<String> seen, JsonNode page) {
    String what = page.isEmpty() ? "no events, and not the end of the list," : "the same events again";
    return new CatalogueException(gamma.address(), 200, "the catalogue answers " + what + " at " + by + " "
        + (value == null ? "(none)" : value) + ", after " + seen.size() + " different ones", null);
  }

  private CatalogueException unproven(CatalogueException refused, int offset) {
    return new CatalogueException(gamma.address(), refused == null ? 200 : refused.status(), refused == null
        ? "an empty page at offset " + offset + " is not the end of the list"
        : "pages from offset " + offset + " on are refused: " + refused.reason(), refused);
  }

  private CatalogueException failed(int status, String reason, CatalogueException cause) {
    return new CatalogueException(gamma.address(), status,
        "the list of " + name() + " events was not read to its end, " + handedOver.size() + " events were: " + reason, cause);
  }

  private String name() {
    return closed ? "closed" : "open";
  }
}
