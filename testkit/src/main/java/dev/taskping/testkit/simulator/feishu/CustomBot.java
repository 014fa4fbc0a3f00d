package dev.taskping.testkit.simulator.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.testkit.simulator.http.Request;
import java.time.Instant;
import java.util.Base64;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jspecify.annotations.Nullable;

/** The custom bot's webhook, with the rules of "Custom bot usage guide". Errors have HTTP status 200. */
final class CustomBot {

    /** Notes: a request may take 20 KB. */
    private static final int MAX_BYTES = 20_000;

    private static final long HOUR = 3600;

    private final String token;
    private final String secret;
    private final Group group;
    private final Frequency frequency;
    private volatile @Nullable String keyword;

    CustomBot(String token, String secret, Group group, Frequency frequency) {
        this.token = token;
        this.secret = secret;
        this.group = group;
        this.frequency = frequency;
    }

    void requireKeyword(String word) {
        this.keyword = word;
    }

    void take(String presentedToken, Request request, JsonNode body) {
        if (!presentedToken.equals(token)) {
            throw error(19001, "param invalid: incoming webhook access token invalid");
        }
        if (!frequency.take()) {
            throw error(11232, "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]");
        }
        if (request.body().length > MAX_BYTES) {
            throw error(9499, "Bad Request");
        }
        verify(body);
        Displayed content =
                switch (body.path("msg_type").asText()) {
                    case "interactive" -> CardReader.card(body.path("card"));
                    case "post" -> CardReader.post(body.path("content").path("post"));
                    case "text" -> CardReader.text(body.path("content"));
                    default -> throw error(19002, "params error, msg_type need");
                };
        String word = keyword;
        if (word != null && !content.whole().contains(word)) {
            throw error(19024, "Key Words Not Found");
        }
        group.write("custom", body.path("msg_type").asText(), content, null, null, "");
    }

    private void verify(JsonNode body) {
        long timestamp = body.path("timestamp").asLong();
        boolean recent = Math.abs(Instant.now().getEpochSecond() - timestamp) <= HOUR;
        if (!recent || !body.path("sign").asText().equals(sign(timestamp))) {
            throw error(19021, "sign match fail or timestamp is not within one hour from current time");
        }
    }

    private String sign(long timestamp) {
        byte[] signature = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, timestamp + "\n" + secret).hmac(new byte[0]);
        return Base64.getEncoder().encodeToString(signature);
    }

    private static FeishuException error(int code, String message) {
        return new FeishuException(200, code, message);
    }
}
