package io.cascadian.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;

/**
 * Parses JSON of files whose writers are not known.
 *
 * <p>Accepts NaN, which data frames write where there is no value, and long names, long numbers and deep nesting, so that a field which is not read
 * does not make a file unusable. What goes beyond the limits is a {@link com.fasterxml.jackson.core.exc.StreamConstraintsException}. Thread-safe.
 */
public final class FileJson {

  /** Each level takes about 100 bytes of memory while it is open. */
  private static final int DEEPEST = 100_000;
  private static final int LONGEST_NUMBER = 100_000;
  private static final int LONGEST_NAME = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
      .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST).maxNumberLength(LONGEST_NUMBER).maxNameLength(LONGEST_NAME).build())
      .build());

  private FileJson() {}

  /** Returns what a parser reports as wrong, without the names of its classes and options. */
  public static String whyMalformed(JsonProcessingException e) {
    return e.getOriginalMessage().replaceAll(" for `\\w+`| \\([^)]*`[^)]*\\)|: not allowed .*", "");
  }

  /** Returns a parser that also reads values as trees; closing it closes the stream. */
  public static JsonParser parser(InputStream in) throws IOException {
    return JSON.createParser(in);
  }
}
