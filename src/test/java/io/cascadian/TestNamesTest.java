package io.cascadian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Checks that names of tests are short enough to be read in a report. */
class TestNamesTest {

  private static final int LONGEST = 60;
  private static final Path CLASSES = Path.of("target/test-classes");

  /** A name is subject_condition_result, and a report shows it in one line. */
  @Test
  void testNames_areAtMost60Characters() throws Exception {
    List<String> longer = new ArrayList<>();
    int tests = 0;
    for (Class<?> type : classes()) {
      for (Method method : type.getDeclaredMethods()) {
        // whatever the platform's engines run, which is what JUnit and jqwik mark as testable
        if (AnnotationSupport.isAnnotated(method, Testable.class)) {
          tests++;
          if (method.getName().length() > LONGEST) {
            longer.add(type.getName() + "." + method.getName() + " has " + method.getName().length() + " characters; shorten it to " + LONGEST);
          }
        }
      }
    }
    assertThat(longer).isEmpty();
    assertThat(tests).isGreaterThan(1_000);
  }

  private static List<Class<?>> classes() throws IOException, ClassNotFoundException {
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = CLASSES.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
        types.add(Class.forName(name, false, TestNamesTest.class.getClassLoader()));
      }
    }
    return types;
  }
}
