package io.cascadian.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The Kubernetes manifests follow the schemas of the API, name settings, and belong together. */
class KubernetesTest {

  private static final Path FOLDER = Path.of("deploy/kubernetes");
  private static final String NAME = "app.kubernetes.io/name";

  /** Strict: an unknown field and a missing required one are errors. */
  private interface Schema {
    void validate(JsonElement manifest) throws IOException;
  }

  private static final Map<String, Schema> SCHEMAS = Map.of(
      "v1/Namespace", V1Namespace::validateJsonElement,
      "v1/PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
      "v1/ConfigMap", V1ConfigMap::validateJsonElement,
      "v1/Secret", V1Secret::validateJsonElement,
      "v1/Service", V1Service::validateJsonElement,
      "apps/v1/Deployment", V1Deployment::validateJsonElement,
      "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
      "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement);

  static Stream<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(f -> !f.endsWith("kustomization.yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void manifests_matchTheirSchemas(Path file) throws IOException {
    JsonNode manifest = DeployFiles.yaml(file);
    String kind = manifest.path("apiVersion").asText() + "/" + manifest.path("kind").asText();
    assertThat(SCHEMAS).containsKey(kind);
    assertThatCode(() -> SCHEMAS.get(kind).validate(JsonParser.parseString(manifest.toString()))).doesNotThrowAnyException();
    if (!kind.equals("v1/Namespace")) {
      assertThat(manifest.at("/metadata/namespace").asText()).isEqualTo("cascadian");
    }
  }

  @Test
  void unknownField_isNoticedHoweverDeep() throws IOException {
    JsonNode deployment = deployment();
    ((ObjectNode) deployment.at("/spec/template/spec/containers/0/livenessProbe")).put("failureTreshold", 3);
    assertThatThrownBy(() -> V1Deployment.validateJsonElement(JsonParser.parseString(deployment.toString()))).hasMessageContaining("failureTreshold");
  }

  @Test
  void manifests_exceptSecret_areAppliedTogether() throws IOException {
    List<String> listed = new ArrayList<>();
    DeployFiles.yaml(FOLDER.resolve("kustomization.yaml")).path("resources").forEach(r -> listed.add(r.asText()));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(
        manifests().map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".yaml")).toList());
  }

  @Test
  void environment_consistsOfSettings() throws IOException {
    List<String> names = new ArrayList<>();
    DeployFiles.yaml(FOLDER.resolve("configmap.yaml")).path("data").fieldNames().forEachRemaining(names::add);
    DeployFiles.yaml(FOLDER.resolve("secret.yaml.example")).path("stringData").fieldNames().forEachRemaining(names::add);
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(8).allMatch(DeployFiles::isSetting);
  }

  @Test
  void pods_haveProbesAndFewRights() throws IOException {
    JsonNode spec = deployment().path("spec");
    JsonNode container = spec.at("/template/spec/containers/0");
    assertThat(spec.path("replicas").asInt()).isEqualTo(2);
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/observe/health/live");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/observe/health/ready");
    assertThat(spec.at("/template/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"RUNTIME_DIR, true", "LOG_DIR, true", "DROP_DIR, true", "DATA_DIR, false"})
  void retainedData_outlivesPods(String setting, boolean outlives) throws IOException {
    String folder = DeployFiles.yaml(FOLDER.resolve("configmap.yaml")).path("data").path(setting)
        .asText(DeployFiles.matches(setting + "=(\\S+)", Files.readString(Path.of("deploy/Containerfile"))).get(0));
    JsonNode pod = deployment().at("/spec/template/spec");
    List<JsonNode> claimed = new ArrayList<>();
    for (JsonNode mount : pod.at("/containers/0/volumeMounts")) {
      for (JsonNode volume : pod.path("volumes")) {
        if (volume.path("name").equals(mount.path("name")) && Path.of(folder).startsWith(mount.path("mountPath").asText())) {
          claimed.add(volume.path("persistentVolumeClaim").path("claimName"));
        }
      }
    }
    assertThat(claimed).as(folder).singleElement().satisfies(claim -> assertThat(claim.asText()).isEqualTo(outlives ? "cascadian" : ""));
  }

  @Test
  void claim_allowsAllPods() throws IOException {
    JsonNode claim = DeployFiles.yaml(FOLDER.resolve("claim.yaml"));
    assertThat(claim.at("/metadata/name").asText()).isEqualTo("cascadian");
    assertThat(claim.at("/spec/accessModes/0").asText()).isEqualTo("ReadWriteMany");
  }

  @Test
  void selectors_findPods() throws IOException {
    String label = deployment().at("/spec/template/metadata/labels").path(NAME).asText();
    assertThat(label).isEqualTo("cascadian");
    assertThat(deployment().at("/spec/selector/matchLabels").path(NAME).asText()).isEqualTo(label);
    assertThat(DeployFiles.yaml(FOLDER.resolve("service.yaml")).at("/spec/selector").path(NAME).asText()).isEqualTo(label);
    assertThat(DeployFiles.yaml(FOLDER.resolve("pdb.yaml")).at("/spec/selector/matchLabels").path(NAME).asText()).isEqualTo(label);
    assertThat(DeployFiles.yaml(FOLDER.resolve("networkpolicy.yaml")).at("/spec/podSelector/matchLabels").path(NAME).asText()).isEqualTo(label);
  }

  private static JsonNode deployment() throws IOException {
    return DeployFiles.yaml(FOLDER.resolve("deployment.yaml"));
  }
}
