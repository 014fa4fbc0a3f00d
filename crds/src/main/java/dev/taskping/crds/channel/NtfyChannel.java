package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic of ntfy, the push service for phones and desktops.
 *
 * @param topic the topic's name; on a server without access control, anyone who knows it can read the messages
 * @param url the server's URL, if it is not https://ntfy.sh
 * @param tags the tags of every message; ntfy shows a tag that names an emoji as that emoji
 */
@CustomResourceJson
public record NtfyChannel(
        @Required
                @Size(max = 64)
                @ValidationRule(
                        value = "self.matches('^[-_A-Za-z0-9]{1,64}$')",
                        message = "ntfy.topic must consist of letters, digits, '-' and '_'; write for example"
                                + " topic: ml-7Hq2xPz9")
                String topic,
        @Size(max = HttpUrl.LONGEST)
                @ValidationRule(
                        value = HttpUrl.RULE,
                        message = "ntfy.url must be an http or https URL, such as https://ntfy.example.com")
                @ValidationRule(
                        value = "!self.matches('^[a-z]+://[^/]*@')",
                        message =
                                "ntfy.url must not contain a password, because anyone who can read the channel would see"
                                        + " it; put username and password into the Secret")
                @Nullable
                String url,
        @Size(max = 8)
                @ValidationRule(
                        value = "self.all(t, t.matches('^[-+_A-Za-z0-9]{1,32}$'))",
                        message = "ntfy.tags must consist of letters, digits, '-', '_' and '+'; write for example"
                                + " tags: [gpu]")
                @Nullable
                List<@Size(max = 32) String> tags) {
    static final SecretKeys SECRET_KEYS =
            SecretKeys.wanted("token, or username and password").optional("token", "username", "password");

    public NtfyChannel {
        tags = tags == null ? null : List.copyOf(tags);
    }
}
