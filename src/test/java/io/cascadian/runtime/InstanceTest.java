package io.cascadian.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstanceTest {

  @Test
  void samePidOnTwoHosts_namesDiffer_withoutHost() {
    Instance one = Instance.create();
    assertThat(one.name()).matches(ProcessHandle.current().pid() + "-[0-9a-z]{6}").isNotEqualTo(Instance.create().name());
    assertThat(one.host()).isNotBlank().isEqualTo(Instance.create().host());
  }
}
