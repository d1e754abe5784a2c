package io.cascadian.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cascadian.settings.Form;
import io.cascadian.settings.Setting;
import io.cascadian.settings.SettingGroup;
import io.cascadian.settings.Settings;
import io.cascadian.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What modules contribute is opened in their order, closed by whoever asked for it, and refused where two contribute the same. */
class ContributionsTest {

  private static final SettingGroup GROUP = new SettingGroup("Test");
  private static final Setting SIZE = GROUP.add("SIZE", Form.TEXT, "7", "size of a part");

  private final Settings settings = Settings.load(List.of(GROUP), Map.of(), Map.of(), Path.of("target"));
  private final List<AutoCloseable> closed = new ArrayList<>();
  private final Contributions contributions = new Contributions();

  private record Named(String name) {}

  private record Other(String name) {}

  private record Closeable(String name) implements AutoCloseable {
    @Override
    public void close() {}
  }

  @Test
  void parts_areOpenedInOrder_andFindEarlierOnes() {
    contributions.fromSettings(Named.class, values -> new Named(values.text(SIZE)))
        .resource(Closeable.class, on -> new Closeable(on.get(Named.class).name() + "!"))
        .part(Other.class, on -> new Other(on.get(Closeable.class).name() + "!"));
    Components read = Components.read(contributions, settings, closed::add);
    assertThat(read.get(Named.class).name()).isEqualTo("7");
    assertThatThrownBy(() -> read.get(Closeable.class)).isInstanceOf(IllegalStateException.class).hasMessageContaining("Closeable");
    Components opened = read.open();
    assertThat(opened.get(Other.class).name()).isEqualTo("7!!");
    assertThat(closed).as("to be closed").containsExactly(opened.get(Closeable.class));
  }

  @Test
  void part_beforeTheOneItLooksUp_isRefused() {
    contributions.part(Other.class, on -> new Other(on.get(Named.class).name())).part(Named.class, on -> new Named("late"));
    assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("Named").hasMessageContaining("listed before");
  }

  @Test
  void sameBeanOrPartTwice_isRefused() {
    contributions.bean("it", Named.class, on -> new Named("one"));
    assertThatThrownBy(() -> contributions.bean("it", Other.class, on -> new Other("two"))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'it'");
    contributions.part(Named.class, on -> new Named("one")).part(Named.class, on -> new Named("two"));
    assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("Named");
  }

  @Test
  void bean_hasTheTypeThatRoutesAreValidatedBy() {
    contributions.partAndBean("it", Named.class, on -> new Named("one")).bean("run", Runnable.class, on -> () -> { });
    assertThat(contributions.beans()).containsExactly(Map.entry("it", Named.class), Map.entry("run", Runnable.class));
    Components opened = open();
    assertThat(opened.beans().get("it")).isSameAs(opened.get(Named.class));
    assertThat(opened.beans().get("run")).isInstanceOf(Runnable.class);

    Contributions wrong = new Contributions().bean("it", Object.class, on -> new Named("of a subclass, whose methods a route would not find"));
    assertThatThrownBy(() -> Components.read(wrong, settings, closed::add).open()).isInstanceOf(IllegalStateException.class).hasMessageContaining("'it'");
  }

  @Test
  void descriptors_areReadByTypeInOrderOfModules() {
    contributions.add(new Named("a")).addAll(List.of(new Named("b"), new Other("x"))).add(new Named("c"));
    assertThat(contributions.all(Named.class)).extracting(Named::name).containsExactly("a", "b", "c");
    assertThat(contributions.all(Other.class)).extracting(Other::name).containsExactly("x");
    assertThat(contributions.all(RouteRule.class)).isEmpty();
  }

  @Test
  void settingsThatCannotBeUsed_areAllNamed() {
    contributions.fromSettings(Named.class, values -> {
      throw new SettingsException(List.of("ONE: wrong"));
    }).fromSettings(Other.class, values -> {
      throw new SettingsException(List.of("TWO: wrong"));
    });
    assertThatThrownBy(this::open).isInstanceOfSatisfying(SettingsException.class, e -> assertThat(e.problems()).containsExactly("ONE: wrong", "TWO: wrong"));
  }

  @Test
  void placeholdersAndHooks_ofAllModules_areCalledInOrder() throws Exception {
    List<String> called = new ArrayList<>();
    contributions.placeholders((values, components) -> Map.of("one", values.text(SIZE))).placeholders((values, components) -> Map.of("two", "2"))
        .beforeRoutes((components, context) -> called.add("before 1")).beforeRoutes((components, context) -> called.add("before 2"))
        .afterRoutes((components, context) -> called.add("after")).start(components -> called.add("start"))
        .routes(() -> new RouteBuilder() {
          @Override
          public void configure() {
            called.add("routes are built by whoever adds them");
          }
        });
    assertThat(contributions.placeholders(settings, Optional.empty())).containsExactly(Map.entry("one", "7"), Map.entry("two", "2"));
    assertThat(contributions.routes()).hasSize(1);
    Components opened = open();
    assertThat(called).isEmpty();
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      opened.beforeRoutes(context);
      opened.start();
      opened.afterRoutes(context);
    }
    assertThat(called).containsExactly("before 1", "before 2", "start", "after");
  }

  private Components open() {
    return Components.read(contributions, settings, closed::add).open();
  }
}
