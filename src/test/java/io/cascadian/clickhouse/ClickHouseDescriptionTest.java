package io.cascadian.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;

/** Editors and the validation of routes know the component by its description alone. */
class ClickHouseDescriptionTest {

  private final ComponentModel model = model();

  @Test
  void description_options_areThoseOfTheEndpoint() throws Exception {
    Set<String> options = new HashSet<>();
    for (Field field : ClickHouseEndpoint.class.getDeclaredFields()) {
      if (field.isAnnotationPresent(UriPath.class) || field.isAnnotationPresent(UriParam.class)) {
        options.add(field.getName());
      }
    }
    List<String> settable = Arrays.stream(Introspector.getBeanInfo(ClickHouseEndpoint.class).getPropertyDescriptors())
        .filter(property -> property.getWriteMethod() != null).map(PropertyDescriptor::getName).toList();
    assertThat(settable).containsAll(options);
    options.add("lazyStartProducer");
    assertThat(model.getEndpointOptions().stream().map(ComponentModel.EndpointOptionModel::getName)).containsExactlyInAnyOrderElementsOf(options);
    assertThat(model.getEndpointOptions()).allSatisfy(option -> assertThat(option.getDescription()).isNotBlank());
  }

  @Test
  void description_defaults_areThoseOfTheEndpoint() throws Exception {
    ClickHouseEndpoint endpoint = new ClickHouseEndpoint("clickhouse:any", new ClickHouseComponent());
    for (PropertyDescriptor property : Introspector.getBeanInfo(ClickHouseEndpoint.class).getPropertyDescriptors()) {
      ComponentModel.EndpointOptionModel option =
          model.getEndpointOptions().stream().filter(o -> o.getName().equals(property.getName())).findFirst().orElse(null);
      if (option != null && property.getReadMethod() != null && option.getDefaultValue() != null) {
        assertThat(String.valueOf(property.getReadMethod().invoke(endpoint))).as(property.getName()).isEqualTo(option.getDefaultValue().toString());
      }
    }
  }

  @Test
  void description_headers_areTheConstants() throws Exception {
    Set<Object> constants = new HashSet<>();
    for (Field field : ClickHouseHeaders.class.getFields()) {
      constants.add(field.get(null));
      assertThat(model.getEndpointHeaders().stream().filter(header -> header.getConstantName().endsWith("#" + field.getName())))
          .as(field.getName()).hasSize(1);
    }
    assertThat(model.getEndpointHeaders().stream().map(header -> (Object) header.getName())).containsExactlyInAnyOrderElementsOf(constants);
  }

  private static ComponentModel model() {
    try (InputStream in = ClickHouseComponent.class.getResourceAsStream("/META-INF/io/cascadian/clickhouse/clickhouse.json")) {
      return JsonMapper.generateComponentModel(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
