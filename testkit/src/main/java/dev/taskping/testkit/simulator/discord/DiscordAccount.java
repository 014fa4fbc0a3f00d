package dev.taskping.testkit.simulator.discord;

/** The application's bot, and the incoming webhook of a channel. */
final class DiscordAccount {

    private final String botName;
    private final String webhookChannel;
    private final String webhookToken = "simulated-webhook-token-0000000000000000";
    private volatile String token;
    private volatile boolean webhookDeleted;

    DiscordAccount(String botName, String token, String webhookChannel) {
        this.botName = botName;
        this.token = token;
        this.webhookChannel = webhookChannel;
    }

    String botId() {
        return "1100000000000000001";
    }

    String botName() {
        return botName;
    }

    String token() {
        return token;
    }

    void reset(String newToken) {
        token = newToken;
    }

    String webhookId() {
        return "1100000000000000002";
    }

    String webhookPath() {
        return "/api/webhooks/" + webhookId() + "/" + webhookToken;
    }

    String webhookChannel() {
        return webhookChannel;
    }

    boolean isWebhook(String id, String presentedToken) {
        return !webhookDeleted && id.equals(webhookId()) && presentedToken.equals(webhookToken);
    }

    void deleteWebhook() {
        webhookDeleted = true;
    }
}
