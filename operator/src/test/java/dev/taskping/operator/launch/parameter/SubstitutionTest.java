package dev.taskping.operator.launch.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.taskping.crds.JobTemplate;
import dev.taskping.operator.Yaml;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SubstitutionTest {

    private static final String EVIL = "x\", \"privileged\": true, \"y\": \"$(params.n) \\ ${n} $1";

    private static final Map<String, JsonNode> VALUES = Map.of(
            "params.n", LongNode.valueOf(3),
            "params.lr", DecimalNode.valueOf(new BigDecimal("3E-4")),
            "params.fast", BooleanNode.TRUE,
            "params.text", TextNode.valueOf("a"),
            "params.evil", TextNode.valueOf(EVIL),
            "task.outputs.ckpt", TextNode.valueOf("step-9"));

    private static JobTemplate template(String spec) {
        return Yaml.read("{spec: " + spec + "}", JobTemplate.class);
    }

    static Stream<Arguments> substitutions() {
        return Stream.of(
                Arguments.of("{a: $(params.n)}", "{\"a\":3}"),
                Arguments.of("{a: $(params.lr)}", "{\"a\":0.0003}"),
                Arguments.of("{a: $(params.fast)}", "{\"a\":true}"),
                Arguments.of("{a: $(params.text)}", "{\"a\":\"a\"}"),
                Arguments.of("{a: '--lr=$(params.lr) -n$(params.n)'}", "{\"a\":\"--lr=0.0003 -n3\"}"),
                Arguments.of("{a: [1, $(params.n), {b: $(params.n)}]}", "{\"a\":[1,3,{\"b\":3}]}"),
                Arguments.of("{$(params.text): 1}", "{\"$(params.text)\":1}"),
                Arguments.of("{a: $$(params.n)}", "{\"a\":\"$$(params.n)\"}"),
                Arguments.of("{a: 'x/$(task.outputs.ckpt)'}", "{\"a\":\"x/step-9\"}"),
                Arguments.of("{a: $$(task.outputs.ckpt)}", "{\"a\":\"$$(task.outputs.ckpt)\"}"),
                Arguments.of("{a: $(HOME) }", "{\"a\":\"$(HOME)\"}"),
                Arguments.of("{a: '$(params.)$(params)'}", "{\"a\":\"$(params.)$(params)\"}"));
    }

    @ParameterizedTest
    @MethodSource("substitutions")
    void referencesAreReplacedByValues(String spec, String expected) {
        assertThat(Substitution.apply(template(spec), VALUES).spec()).hasToString(expected);
    }

    @Test
    void valueStaysOneValueWhateverItContains() {
        JsonNode spec = Substitution.apply(template("{a: $(params.evil), b: 'x$(params.evil)'}"), VALUES)
                .spec();
        assertThat(spec.size()).isEqualTo(2);
        assertThat(spec.get("a").textValue()).isEqualTo(EVIL);
        assertThat(spec.get("b").textValue()).isEqualTo("x" + EVIL);
    }

    @Test
    void referencesInMetadataAreReplaced() {
        JobTemplate template = Yaml.read("{metadata: {labels: {run: $(params.text)}}, spec: {}}", JobTemplate.class);
        assertThat(Substitution.apply(template, VALUES).metadata()).hasToString("{\"labels\":{\"run\":\"a\"}}");
        assertThat(Substitution.references(template)).containsExactly("params.text");
    }

    @Test
    void undeclaredReferenceIsAFault() {
        assertThat(Substitution.references(template("{a: 'x $(params.foo) $(params.n)'}")))
                .containsExactly("params.foo", "params.n");
        assertThatThrownBy(() -> Substitution.apply(template("{a: $(params.foo)}"), VALUES))
                .hasMessageContaining("$(params.foo)");
    }
}
