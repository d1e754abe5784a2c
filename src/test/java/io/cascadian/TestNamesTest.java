package io.cascadian;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Checks that names of tests are short enough to be read in a report. */
@AnalyzeClasses(packages = "io.cascadian", importOptions = OnlyIncludeTests.class)
class TestNamesTest {

  private static final int LONGEST = 60;

  @ArchTest
  static final ArchRule testNames_areAtMost60Characters = methods().that(areTests()).should(new ArchCondition<>("have at most 60 characters") {
    @Override
    public void check(JavaMethod method, ConditionEvents events) {
      int length = method.getName().length();
      events.add(new SimpleConditionEvent(method, length <= LONGEST, method.getFullName() + " has " + length + " characters; shorten it to "
          + "subject_condition_result in " + LONGEST + " " + method.getSourceCodeLocation()));
    }
  }).because("a name says subject_condition_result, and a report shows it in one line");

  /** Whatever the platform's engines run, which is what JUnit and jqwik mark as testable. */
  private static DescribedPredicate<JavaMethod> areTests() {
    return DescribedPredicate.describe("are tests", method -> method.isMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable"));
  }
}
