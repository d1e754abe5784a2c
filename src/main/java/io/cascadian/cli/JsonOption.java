package io.cascadian.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/** Adds {@code --json} to a command that reads: one JSON document on the output stream, with the field names of the HTTP interface where it has the same. */
final class JsonOption {

  @Option(names = "--json", description = "print JSON instead of text")
  private boolean wanted;

  boolean isWanted() {
    return wanted;
  }

  /** Prints maps, lists, texts, numbers and booleans as one indented document; amounts are never written with an exponent. */
  static void print(Object plain, PrintStream out) {
    try {
      out.println(new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(plain));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a command's result is not plain values", e);
    }
    out.flush();
  }
}
