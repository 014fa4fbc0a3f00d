package dev.taskping.relay.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.relay.channel.RichSamples;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import org.junit.jupiter.api.Test;

class SlackRichTextTest {

    @Test
    void structureBecomesElements() {
        JsonNode elements = SlackRendering.of(RichSamples.message(), null, false, true)
                .blocks()
                .get(1)
                .path("elements");

        assertThat(elements.findValuesAsText("type"))
                .contains("rich_text_section", "rich_text_quote", "rich_text_preformatted", "link");
        JsonNode paragraph = elements.get(1).path("elements");
        assertThat(paragraph.get(1).toString())
                .isEqualTo("{\"type\":\"text\",\"text\":\"ended\",\"style\":{\"bold\":true}}");
        assertThat(paragraph.get(3).path("style").toString()).isEqualTo("{\"bold\":true,\"italic\":true}");
        assertThat(paragraph.get(5).path("url").asText()).isEqualTo(RichSamples.BOARD.toString());
        assertThat(paragraph.get(7).path("style").toString()).isEqualTo("{\"code\":true}");
    }

    @Test
    void slackTakesAndShowsIt() {
        try (SlackSimulator slack = SlackSimulator.start()) {
            DeliveryResult result = SlackAdapterTest.adapter()
                    .send(
                            new SlackSettings(slack.token(), SlackSimulator.CHANNEL, null, null, slack.url()),
                            Samples.notification(RichSamples.message()));

            assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
            assertThat(slack.messages(SlackSimulator.CHANNEL).getFirst().text())
                    .isEqualTo(
                            """
                            Loss & <grad>

                            It ended after 3 h, see the board or a < b && c

                            • one
                              • inner

                            said > once
                            if (a < b) {
                              c();
                            }
                            ———

                            Open
                            epoch 3""");
        }
    }
}
