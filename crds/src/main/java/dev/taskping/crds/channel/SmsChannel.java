package dev.taskping.crds.channel;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A phone that gets text messages through Twilio.
 *
 * @param accountSid the SID of the Twilio account
 * @param from the sender's number, in E.164
 * @param messagingServiceSid the SID of a messaging service that sends instead of a number
 * @param to the recipient's number, in E.164
 * @param apiUrl the API's URL, if it is not Twilio's own
 */
@CustomResourceJson
@ValidationRule(
        value = "has(self.from) != has(self.messagingServiceSid)",
        message = "set either sms.from, for a number, or sms.messagingServiceSid, for a messaging service")
public record SmsChannel(
        @Required
                @Size(max = 34)
                @ValidationRule(
                        value = "self.matches('^AC[0-9a-fA-F]{32}$')",
                        message = "sms.accountSid must be AC and 32 hexadecimal digits; Twilio's console shows it")
                String accountSid,
        @Size(max = 16)
                @ValidationRule(
                        value = "self.matches('^[+][1-9][0-9]{6,14}$')",
                        message = "sms.from must be a number in E.164 and in quotes, such as '+15005550006'")
                @Nullable
                String from,
        @Size(max = 34)
                @ValidationRule(
                        value = "self.matches('^MG[0-9a-fA-F]{32}$')",
                        message = "sms.messagingServiceSid must be MG and 32 hexadecimal digits")
                @Nullable
                String messagingServiceSid,
        @Required
                @Size(max = 16)
                @ValidationRule(
                        value = "self.matches('^[+][1-9][0-9]{6,14}$')",
                        message = "sms.to must be a number in E.164 and in quotes, such as '+491701234567'")
                String to,
        @Size(max = HttpUrl.LONGEST)
                @ValidationRule(
                        value = HttpUrl.RULE,
                        message = "sms.apiUrl must be an http or https URL, such as https://sms.example.com")
                @Nullable
                String apiUrl) {
    static final SecretKeys SECRET_KEYS = SecretKeys.wanted("authToken").need("authToken");
}
