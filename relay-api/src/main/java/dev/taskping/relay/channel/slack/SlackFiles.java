package dev.taskping.relay.channel.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.DeliveryResult;
import dev.taskping.relay.channel.http.JsonAnswer;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.render.Attachment;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Puts files below messages that are delivered already: sending all of it again for the sake of a file would double the
 * message.
 */
final class SlackFiles {

    private static final Logger LOG = Logger.getLogger(SlackFiles.class);
    private static final int ATTEMPTS = 3;

    /** A file that must wait longer than this is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SlackApi api;

    SlackFiles(SlackApi api) {
        this.api = api;
    }

    /** Attaches a file, or admits below the message that it is missing. */
    void attach(ChannelSettings.Slack settings, String channel, String thread, Attachment file) {
        String problem = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Duration pause = Duration.ofMillis(500);
            try {
                JsonAnswer answer = api.upload(settings, channel, thread, file);
                if (!SlackRefusal.isOne(answer)) {
                    return;
                }
                DeliveryResult refusal = SlackRefusal.toResult(answer);
                problem = refusal.toString();
                if (refusal instanceof DeliveryResult.Rejected) {
                    break;
                }
                if (refusal instanceof DeliveryResult.RetryAfter wait) {
                    pause = wait.delay();
                }
            } catch (ProviderUnreachableException e) {
                problem = String.valueOf(e.getMessage());
            }
            if (pause.compareTo(PATIENCE) > 0 || !slept(pause)) {
                break;
            }
        }
        LOG.warnf("A message in %s is there, its file %s is not: %s", channel, file.fileName(), problem);
        admit(settings, channel, thread, file);
    }

    private static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void admit(ChannelSettings.Slack settings, String channel, String thread, Attachment file) {
        try {
            api.call(
                    settings,
                    "chat.postMessage",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("channel", channel)
                            .put("thread_ts", thread)
                            .put(
                                    "text",
                                    file.fileName()
                                            + " could not be attached; the app may need the scope files:write."));
        } catch (ProviderUnreachableException e) {
            LOG.debugf("The missing file could not be admitted: %s", e.getMessage());
        }
    }
}
