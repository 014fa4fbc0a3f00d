package dev.taskping.operator.jobcreation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFieldCoercionTest {

    private final KubernetesSerialization serialization = new KubernetesSerialization();

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /spec/parallelism                                            | 4
                    /spec/suspend                                                | true
                    /spec/template/spec/containers/0/args/0                      | "--lr"
                    /spec/template/spec/containers/0/args/1                      | "0.0003"
                    /spec/template/spec/containers/0/env/0/value                 | "8"
                    /spec/template/spec/containers/0/env/1/value                 | "true"
                    /spec/template/spec/containers/0/ports/0/containerPort       | 8080
                    /spec/template/spec/containers/0/resources/limits/memory     | "1024"
                    /spec/template/spec/containers/0/livenessProbe/httpGet/port  | 80
                    /spec/template/metadata/labels/epochs                        | "3"
                    /metadata/annotations/lr                                     | "0.1"
                    /spec/fieldOfTheFuture                                       | 7
                    """)
    void scalarBecomesTextOnlyWhereAJobHasText(String place, String expected) {
        ObjectNode job = (ObjectNode) serialization.unmarshal(
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {annotations: {lr: 0.1}}
                spec:
                  parallelism: 4
                  suspend: true
                  fieldOfTheFuture: 7
                  template:
                    metadata: {labels: {epochs: 3}}
                    spec:
                      containers:
                        - name: main
                          args: [--lr, 0.0003]
                          env: [{name: N, value: 8}, {name: AMP, value: true}]
                          ports: [{containerPort: 8080}]
                          livenessProbe: {httpGet: {port: 80}}
                          resources: {limits: {memory: 1024}}
                """,
                JsonNode.class);
        assertThat(TextFieldCoercion.coerce(job, serialization).at(place)).hasToString(expected);
    }
}
