package dev.taskping.relay.channel.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.Draws;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.JsonApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import okhttp3.HttpUrl;

/** Whatever a message says, its request keeps ntfy's limits, and no character is cut in two. */
class NtfyPropertiesTest {

    private static final HttpUrl TOPIC = HttpUrl.get("https://ntfy.example.org/" + "t".repeat(64));
    private static final List<String> TAGS = Collections.nCopies(8, "t".repeat(32));
    private static final URI CLICK = URI.create("https://example.org/?" + "a&".repeat(245));

    @Property(tries = 300, seed = Draws.SEED)
    void anyMessageKeepsTheLimits(
            @ForAll("hostile") String title,
            @ForAll("hostile") String text,
            @ForAll("hostile") String value,
            @ForAll("hostile") String log)
            throws IOException {
        Message message = Samples.of(title, text, "Name", value, "label", log);
        NtfyRendering rendering = NtfyRendering.of(message, Samples.event());
        NtfyPublication publication = new NtfyPublication(rendering, "a".repeat(36), 3, TAGS, CLICK);

        assertThat(rendering.message()).isNotBlank();
        for (String shown : List.of(rendering.title(), rendering.message())) {
            assertThat(new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(shown);
        }
        assertThat(Utf8Cut.size(rendering.message())).isLessThanOrEqualTo(4096);
        if (rendering.attachment().isPresent()) {
            HttpUrl address =
                    publication.address(TOPIC, rendering.attachment().get().fileName());
            assertThat(address.encodedPath().length()
                            + String.valueOf(address.encodedQuery()).length())
                    .isLessThanOrEqualTo(8000);
        }
        assertThat(JsonApiClient.body(publication.withoutFile().json("t".repeat(64)))
                        .contentLength())
                .isLessThanOrEqualTo(8192);
    }

    @Property(tries = 300, seed = Draws.SEED)
    void cutKeepsItsEndAndItsLimit(@ForAll("hostile") String text) {
        String visible = text.replace("\uD800", "");
        String head = Utf8Cut.head(visible, 100);
        String tail = Utf8Cut.tail(visible, 100);
        assertThat(Utf8Cut.size(head)).isLessThanOrEqualTo(100);
        assertThat(Utf8Cut.size(tail)).isLessThanOrEqualTo(100);
        assertThat(visible).startsWith(head.replaceFirst("…$", ""));
        assertThat(visible).endsWith(tail.replaceFirst("^…\n", ""));
    }

    @Provide
    static Arbitrary<String> hostile() {
        return Arbitraries.of("a", " ", "\"", "\\", "\n", "&", "é", "漢", "😀", "\u0007", "\uD800")
                .list()
                .ofMaxSize(4_000)
                .map(parts -> String.join("", parts));
    }
}
