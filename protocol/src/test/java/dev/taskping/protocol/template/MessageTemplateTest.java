package dev.taskping.protocol.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTemplateTest {

    private static final Map<String, @Nullable Object> TASK = values(Map.of(
            "task.name",
            "**train** [x](http://evil)",
            "failed",
            true,
            "outcome.exitCode",
            137,
            "labels.team",
            "ml",
            "facts",
            List.of(Map.of("name", "Duration", "value", "3 h"), Map.of("name", "Pod", "value", "p-0"))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    plain                                         | plain
                    *{{task.name}}*                               | ***train** [x](http://evil)*
                    {{{task.name}}}                               | **train** [x](http://evil)
                    {{&task.name}}                                | **train** [x](http://evil)
                    {{#failed}}exit {{outcome.exitCode}}{{/failed}} | exit 137
                    {{#succeeded}}yes{{/succeeded}}{{^succeeded}}no{{/succeeded}} | no
                    {{#facts}}{{name}}={{value}};{{/facts}}       | Duration=3 h;Pod=p-0;
                    {{#facts}}{{labels.team}}{{/facts}}           | mlml
                    {{labels.team}} {{labels.app.kubernetes.io/name}}. | ml .
                    [{{outcome.verdict}}]                         | []
                    {{=<% %>=}}<%task.name%>                      | **train** [x](http://evil)
                    a{{! nobody sees this }}b                     | ab
                    """)
    void tagsAreFilledAndUnknownValuesAreEmpty(String template, String filled) throws TemplateException {
        FilledTemplate result = MessageTemplate.parse(template).fill(TASK);
        assertThat(result.expand(result.markdown())).isEqualTo(filled);
    }

    @Test
    void valueIsNeverMarkdown() throws TemplateException {
        FilledTemplate filledTemplate =
                MessageTemplate.parse("# {{task.name}}\n{{{task.name}}}").fill(TASK);
        assertThat(filledTemplate.markdown()).doesNotContain("train", "http");
        assertThat(filledTemplate.values()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    'a\\n{{#failed}}b'                  | line 2: the section 'failed' is not closed; add {{/failed}}
                    'a\\n{{/failed}}'                   | line 2: {{/failed}} closes a section that is not open; remove it or add {{#failed}} before it
                    {{#failed}}{{#facts}}{{/failed}}{{/facts}} | line 1: {{/failed}} comes before {{/facts}}; close the inner section first
                    'a\\n\\n{{task.nmae}}'              | line 3: there is no variable 'task.nmae'; docs/reference/messages.md lists all variables
                    {{#labels}}x{{/labels}}             | line 1: there is no variable 'labels'; docs/reference/messages.md lists all variables
                    {{task.name.length}}                | line 1: there is no variable 'task.name.length'; docs/reference/messages.md lists all variables
                    {{class}}                           | line 1: there is no variable 'class'; docs/reference/messages.md lists all variables
                    'a\\n{{value}}'                     | line 2: there is no variable 'value' here; docs/reference/messages.md lists all variables
                    {{>other}}                          | line 1: {{>other}} includes another template, which is not supported; write its text here
                    {{<other}}x{{/other}}               | line 1: {{<other}} extends another template, which is not supported; write its text here
                    {{$part}}x{{/part}}                 | line 1: {{$part}} is a block of another template, which is not supported; remove it
                    'a\\nb {{task.name'                 | line 2: a tag that begins with {{ is not closed; add }}
                    a {{ }} b                           | a tag is empty; write a variable's name between {{ and }}
                    'a\\n\uE000'                        | line 2: the template contains a character of Unicode's private use area; remove it
                    """)
    void faultNamesItsLineAndTheCure(String template, String fault) {
        assertThatThrownBy(() -> MessageTemplate.parse(template.replace("\\n", "\n")))
                .isInstanceOf(TemplateException.class)
                .hasMessage(fault);
    }

    @Test
    void tooLongTemplateIsRefused() {
        assertThatThrownBy(() -> MessageTemplate.parse("x".repeat(4_097)))
                .hasMessage("the template has 4097 characters; shorten it to 4096");
    }

    @Test
    void tooLongResultIsRefused() throws TemplateException {
        MessageTemplate template = MessageTemplate.parse("{{log.lastLines}}".repeat(100));
        assertThatThrownBy(() -> template.fill(values(Map.of("log.lastLines", "x".repeat(1_000)))))
                .hasMessageStartingWith("the message is longer than 8192 characters");
    }

    @Test
    void tooManyStepsAreRefused() throws TemplateException {
        int depth = 150;
        MessageTemplate template = MessageTemplate.parse("{{#facts}}".repeat(depth) + "{{/facts}}".repeat(depth));
        List<Map<String, String>> facts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            facts.add(Map.of("name", "n", "value", "v"));
        }
        assertThatThrownBy(() -> template.fill(values(Map.of("facts", facts))))
                .hasMessageStartingWith("the template processes more than 1000 sections");
    }

    @Test
    void eachTemplateHasItsOwnFingerprint() {
        assertThat(MessageTemplate.fingerprint("a")).isEqualTo("ca978112ca1bbdca");
        assertThat(MessageTemplate.fingerprint("b")).isNotEqualTo(MessageTemplate.fingerprint("a"));
    }

    private static Map<String, @Nullable Object> values(Map<String, Object> some) {
        Map<String, @Nullable Object> values = new HashMap<>(TemplateVariables.emptyValues());
        values.putAll(some);
        return values;
    }
}
