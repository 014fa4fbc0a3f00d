package dev.taskping.relay.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.RichSamples;
import org.junit.jupiter.api.Test;

class EmailRichTextTest {

    private final EmailRendering mail = EmailRendering.of(RichSamples.message(), null, false);

    @Test
    void structureBecomesHtml() {
        assertThat(mail.html())
                .contains(
                        "<h3 style=\"margin:1em 0 .3em\">Loss &amp; &lt;grad&gt;</h3>",
                        "It <b>ended</b> after <b><i>3 h</i></b>, see <a href=\""
                                + "https://grafana.example.com/d/gpu?job=train&amp;from=now-3h\">the board</a> or "
                                + "<code>a &lt; b &amp;&amp; c</code></p>",
                        "• inner</p>",
                        ">said &gt; once</blockquote>",
                        ">if (a &lt; b) {\n  c();\n}</pre>",
                        "<hr style=");
    }

    @Test
    void alternativePartIsPlainText() {
        assertThat(mail.text()).contains(RichSamples.text().plain()).doesNotContain("<b>", "&lt;");
    }
}
