package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider with an adapter of your own: a program behind a URL, or a class in the relay.
 *
 * @param url the URL of the program
 * @param adapter the id of the class in the relay
 * @param settings settings for the adapter; secrets belong in the Secret
 */
@CustomResourceJson
@ValidationRule(
        value = "has(self.url) != has(self.adapter)",
        message = "set either custom.url, for a program, or custom.adapter, for a class in the relay")
public record CustomChannel(
        @Size(max = HttpUrl.LONGEST)
                @ValidationRule(
                        value = HttpUrl.RULE,
                        message =
                                "custom.url must be an http or https URL, such as https://adapter.example.com/taskping")
                @Nullable
                String url,
        @Size(max = 63)
                @ValidationRule(
                        value = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')",
                        message = "custom.adapter must consist of lower-case letters, digits and '-', such as my-pager")
                @Nullable
                String adapter,
        @Size(max = 32) Map<String, @Size(max = 1024) String> settings) {

    static final SecretKeys SECRET_KEYS =
            SecretKeys.wanted("signingSecret").needFor("url", "signingSecret").restAs("secrets");

    public CustomChannel {
        settings = settings == null ? Map.of() : Map.copyOf(settings);
    }
}
