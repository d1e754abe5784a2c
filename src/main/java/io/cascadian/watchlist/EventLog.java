package io.cascadian.watchlist;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Appends what auto-add does to watchlists to a file of JSON lines, which are on the disk when {@link #append} returns.
 *
 * <p>A large file is rotated to a name with the time; none is ever deleted. A line that a crash cut off stays, as a line of
 * its own. Thread-safe; processes take turns.
 */
public final class EventLog {

  /** Size in bytes from which the file is rotated. */
  static final long LARGE = 10L * 1024 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ID = "{\"id\":\"";

  private final Path file;
  private final long large;

  /** @param file made with its folder when there is something to write */
  public EventLog(Path file) {
    this(file, LARGE);
  }

  EventLog(Path file, long large) {
    this.file = file.toAbsolutePath();
    this.large = large;
  }

  /** Returns why the file cannot be written, as far as that shows without touching it; empty when it can be written. */
  public static Optional<String> problem(Path file) {
    Path place = file.toAbsolutePath();
    if (Files.exists(place)) {
      return Files.isRegularFile(place) && Files.isWritable(place) ? Optional.empty() : Optional.of("'" + file + "' is not a file that can be written");
    }
    do {
      place = place.getParent();
    } while (place != null && !Files.exists(place));
    return place != null && Files.isDirectory(place) && Files.isWritable(place)
        ? Optional.empty()
        : Optional.of("'" + file + "' cannot be made: '" + place + "' is not a folder that can be written");
  }

  void append(LogEvent event) {
    append(List.of(event));
  }

  /**
   * Writes events that do not stand in the newest files yet.
   *
   * @throws EventLogException when they are not all on the disk; some may be
   */
  synchronized void append(List<? extends LogEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(file.getParent());
      Path turn = file.resolveSibling(file.getFileName() + ".lock");
      try (FileChannel lock = FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock held = lock.lock()) {
        write(events, held);
      }
    } catch (IOException e) {
      throw new EventLogException(file, e);
    }
  }

  private void write(List<? extends LogEvent> events, FileLock held) throws IOException {
    if (!held.isValid()) {
      throw new IOException("lost its lock");
    }
    // an attempt that was cut off before its decision was stored may have written them
    Set<String> there = ids(file);
    Optional<Path> before = lastRotated();
    if (before.isPresent()) {
      there.addAll(ids(before.get()));
    }
    if (Files.exists(file) && Files.size(file) >= large) {
      rotate();
    }
    StringBuilder lines = new StringBuilder();
    for (LogEvent event : events) {
      if (there.add(event.id())) {
        lines.append(JSON.writeValueAsString(event.json())).append('\n');
      }
    }
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      if (out.size() > 0 && out.read(last, out.size() - 1) == 1 && last.get(0) != '\n') {
        lines.insert(0, '\n');
      }
      out.position(out.size());
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private void rotate() throws IOException {
    Path rotated;
    Instant now = Instant.now();
    do {
      rotated = file.resolveSibling(stem() + "." + STAMP.format(now) + ".jsonl");
      now = now.plusMillis(1);
    } while (Files.exists(rotated));
    Files.move(file, rotated, StandardCopyOption.ATOMIC_MOVE);
  }

  private String stem() {
    return file.getFileName().toString().replaceFirst("\\.jsonl$", "");
  }

  private Optional<Path> lastRotated() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.filter(f -> f.getFileName().toString().startsWith(stem() + ".") && f.getFileName().toString().matches(".*\\.\\d{8}T.*Z\\.jsonl"))
          .max(Comparator.naturalOrder());
    }
  }

  private static Set<String> ids(Path log) throws IOException {
    Set<String> ids = new HashSet<>();
    if (!Files.exists(log)) {
      return ids;
    }
    // a crash may have cut a line off inside a character, which is no reason to stop; ids are ASCII
    try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // a line that was cut off has no end
        if (line.startsWith(ID) && line.endsWith("}")) {
          ids.add(line.substring(ID.length(), line.indexOf('"', ID.length())));
        }
      }
    }
    return ids;
  }
}
