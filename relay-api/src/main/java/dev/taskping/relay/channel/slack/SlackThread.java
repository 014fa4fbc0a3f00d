package dev.taskping.relay.channel.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.relay.channel.http.AttachmentReply;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.spi.DeliveryResult;

/**
 * The thread below a message, where both a file and the lack of it belong.
 *
 * @param channel the message's channel, by its id
 * @param timestamp of the message that the thread hangs on
 */
record SlackThread(SlackApiClient api, SlackSettings settings, String channel, String timestamp)
        implements AttachmentReply.Place {

    @Override
    public DeliveryResult put(Attachment file) throws ProviderUnreachableException {
        JsonResponse answer = api.upload(settings, channel, timestamp, file);
        return SlackErrorMapper.isOne(answer)
                ? SlackErrorMapper.toResult(answer)
                : new DeliveryResult.Delivered(timestamp);
    }

    @Override
    public void admit(String missing) throws ProviderUnreachableException {
        api.call(
                settings,
                "chat.postMessage",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("channel", channel)
                        .put("thread_ts", timestamp)
                        .put("text", missing + "; the app may need the scope files:write."));
    }
}
