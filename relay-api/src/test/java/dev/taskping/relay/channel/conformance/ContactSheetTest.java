package dev.taskping.relay.channel.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.AdapterInvoker;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The contact sheet is what the providers show of the samples now. {@code hack/contact-sheet} makes it anew and takes its
 * picture.
 */
class ContactSheetTest {

    private static final Path SHEET = Path.of("../docs/reference/contact-sheet.html");

    @Test
    void checkedInContactSheetIsFresh() throws Exception {
        Map<String, Map<String, ContactSheet.Picture>> channels = new LinkedHashMap<>();
        for (Map.Entry<String, Venues.Opening> opening : Venues.all().entrySet()) {
            try (Venue venue = opening.getValue().open()) {
                channels.put(opening.getKey(), pictures(venue));
            }
        }
        assertThat(channels).containsKeys("telegram", "email", "webhook");
        Approved.assertFresh(SHEET, ContactSheet.html(channels));
    }

    private static Map<String, ContactSheet.Picture> pictures(Venue venue) {
        AdapterInvoker adapterInvoker = new AdapterInvoker(List.of(venue.adapter()));
        Map<String, ContactSheet.Picture> pictures = new LinkedHashMap<>();
        for (Map.Entry<String, Notification> sample : OutcomeSamples.all().entrySet()) {
            DeliveryResult result = adapterInvoker.send(venue.good().settings(), sample.getValue());
            assertThat(result).as(sample.getKey()).isInstanceOf(DeliveryResult.Delivered.class);
            pictures.put(
                    sample.getKey(),
                    new ContactSheet.Picture(
                            venue.shown().getLast(), sample.getValue().message().severity()));
        }
        return pictures;
    }
}
