package io.cascadian.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** A jar with a component of Camel as third parties deliver one: {@code shout:words} makes the body those words in capitals. */
public final class ExtensionJar {

  private static final String SOURCE = """
      package shouting;
      import java.util.Map;
      import org.apache.camel.*;
      import org.apache.camel.support.*;
      public class Shout extends DefaultComponent {
        protected Endpoint createEndpoint(String uri, String words, Map<String, Object> parameters) throws Exception {
          Loud loud = new Loud(uri, this, words);
          setProperties(loud, parameters);
          return loud;
        }
        public static class Loud extends DefaultEndpoint {
          private final String words;
          private int volume = 1;
          Loud(String uri, Component component, String words) { super(uri, component); this.words = words; }
          public void setVolume(int volume) { this.volume = volume; }
          public Producer createProducer() {
            return new DefaultProducer(this) {
              public void process(Exchange exchange) { exchange.getMessage().setBody(words.toUpperCase() + "!".repeat(volume)); }
            };
          }
          public Consumer createConsumer(Processor processor) { throw new UnsupportedOperationException("shout only speaks"); }
        }
      }
      """;
  private static final String DESCRIPTION = """
      {"component": {"kind": "component", "name": "shout", "title": "Shout", "scheme": "shout", "syntax": "shout:words", "javaType": "shouting.Shout",
        "firstVersion": "1.0.0", "groupId": "test", "artifactId": "shout", "version": "1.0", "producerOnly": true, "async": false, "api": false,
        "browsable": false, "remote": false, "consumerOnly": false, "lenientProperties": false},
       "componentProperties": {},
       "properties": {
         "words": {"index": 0, "kind": "path", "displayName": "Words", "group": "producer", "required": true, "type": "string",
           "javaType": "java.lang.String", "deprecated": false, "secret": false},
         "volume": {"index": 1, "kind": "parameter", "displayName": "Volume", "group": "producer", "required": false, "type": "integer",
           "javaType": "int", "deprecated": false, "secret": false}}}
      """;

  private ExtensionJar() {}

  /** Compiles and packs it; returns the path. */
  public static Path build(Path jar) throws IOException {
    Path classes = Files.createTempDirectory("shout");
    Path source = Files.writeString(classes.resolve("Shout.java"), SOURCE);
    int result = ToolProvider.getSystemJavaCompiler().run(null, null, null,
        "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), source.toString());
    if (result != 0) {
      throw new IllegalStateException("the extension cannot be compiled");
    }
    Files.delete(source);
    Files.createDirectories(jar.toAbsolutePath().getParent());
    try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out); Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        put(zip, classes.relativize(file).toString(), Files.readAllBytes(file));
      }
      for (List<String> entry : List.of(List.of("META-INF/services/org/apache/camel/component/shout", "class=shouting.Shout\n"),
          List.of("META-INF/shouting/shout.json", DESCRIPTION))) {
        put(zip, entry.get(0), entry.get(1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
