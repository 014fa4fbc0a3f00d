package dev.taskping.relay.channel.custom;

import dev.taskping.protocol.adapter.AdapterCheck;
import dev.taskping.protocol.adapter.AdapterResult;
import dev.taskping.relay.channel.http.RetryAfterHeader;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an adapter says, in the relay's terms: bounded, and never with a hole in it. */
final class AdapterResponseParser {

    /** Longer ones are no names of messages. */
    private static final int MAX_REFERENCE = 200;

    private static final int MAX_REASON_WORD = 64;

    private AdapterResponseParser() {}

    static DeliveryResult toResult(AdapterResult answer, UUID deliveryId) {
        return switch (answer) {
            case AdapterResult.Delivered delivered ->
                new DeliveryResult.Delivered(
                        isUsable(delivered.reference()) ? delivered.reference() : deliveryId.toString());
            case AdapterResult.RetryAfter retry ->
                new DeliveryResult.RetryAfter(
                        RetryAfterHeader.bounded(Duration.ofSeconds(retry.seconds())),
                        said(retry.reason(), "The adapter asks to wait"));
            case AdapterResult.Rejected rejected ->
                new DeliveryResult.Rejected(said(rejected.reason(), "The adapter refuses and does not say why"));
            case AdapterResult.Failed failed ->
                new DeliveryResult.Failed(said(failed.reason(), "The adapter failed and does not say why"));
        };
    }

    static ChannelCheck toCheck(AdapterCheck answer) {
        String word = answer.reason();
        boolean isWord = word != null && word.length() <= MAX_REASON_WORD && word.matches("[A-Z][A-Za-z0-9]*");
        return new ChannelCheck(
                answer.ready(),
                isWord ? word : answer.ready() ? "Verified" : "Unreachable",
                said(answer.message(), "The adapter does not say more"));
    }

    private static boolean isUsable(@Nullable String reference) {
        return reference != null && !reference.isBlank() && reference.length() <= MAX_REFERENCE;
    }

    private static String said(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text;
    }
}
