package dev.taskping.testkit.conformance;

import dev.taskping.protocol.adapter.AdapterCheck;
import dev.taskping.protocol.adapter.AdapterConfiguration;
import dev.taskping.protocol.adapter.AdapterPlacement;
import dev.taskping.protocol.adapter.AdapterPlacement.Place;
import dev.taskping.protocol.adapter.AdapterRequest;
import dev.taskping.protocol.adapter.AdapterResult;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.testkit.conformance.RunningAdapter.Answer;
import dev.taskping.testkit.conformance.RunningAdapter.Flaw;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is asked of a running adapter. A case ends silently, or throws an {@link AssertionError} that says what is wrong. */
final class ConformanceCases {

    private static final AdapterPlacement FRESH = new AdapterPlacement(Place.FRESH, null);

    private final RunningAdapter adapter;
    private final AdapterConfiguration good;
    private final Optional<AdapterConfiguration> revoked;

    ConformanceCases(RunningAdapter adapter, AdapterConfiguration good, Optional<AdapterConfiguration> revoked) {
        this.adapter = adapter;
        this.good = good;
        this.revoked = revoked;
    }

    /** All of them by name, in the order in which an author would want to pass them. */
    Map<String, Runnable> all() {
        Map<String, Runnable> cases = new LinkedHashMap<>();
        cases.put("a check is ready", this::checkIsReady);
        cases.put("a message is delivered", () -> deliver(result("loss=0.1"), FRESH));
        cases.put("a message is edited, or said anew", () -> {
            String reference = deliver(line("Launching evaluate"), FRESH);
            deliver(line("Launched evaluate-x7f2"), new AdapterPlacement(Place.EDIT_OF, reference));
        });
        cases.put(
                "an edit of what is gone is said anew",
                () -> deliver(line("Launched evaluate-x7f2"), new AdapterPlacement(Place.EDIT_OF, "gone-0")));
        cases.put("a message is answered", () -> {
            String reference = deliver(line("status?"), FRESH);
            deliver(line("Running"), new AdapterPlacement(Place.REPLY_TO, reference));
        });
        cases.put("a delivery is tried again", () -> {
            AdapterRequest request = request(good, line("Told twice"), FRESH);
            deliver(request);
            deliver(request);
        });
        cases.put("a log of 400 KB", () -> deliver(result(log()), FRESH));
        cases.put("a line of 1 MB", () -> deliver(result("x".repeat(1 << 20)), FRESH));
        cases.put("every field too long", () -> deliver(monster(), FRESH));
        TrickyTexts.all().forEach((name, text) -> cases.put("unicode: " + name, () -> deliver(with(text), FRESH)));
        cases.put("no signature is refused", () -> expect(401, Flaw.NO_SIGNATURE));
        cases.put("a wrong signature is refused", () -> expect(401, Flaw.WRONG_SIGNATURE));
        cases.put("an hour-old signature is refused", () -> expect(401, Flaw.OLD));
        cases.put("what is no JSON is refused", this::noJson);
        revoked.ifPresent(configuration ->
                cases.put("a revoked secret is rejected for good", () -> revokedIsRejected(configuration)));
        return cases;
    }

    private void checkIsReady() {
        AdapterCheck check = adapter.read(adapter.call("check", good), AdapterCheck.class);
        require(check.ready(), "is not ready: " + check.message());
        require(check.message() != null && !check.message().isBlank(), "the check has no message");
    }

    private void revokedIsRejected(AdapterConfiguration configuration) {
        Answer answer = adapter.call("send", request(configuration, line("Never shown"), FRESH));
        showsNoSecret(answer, configuration);
        require(
                adapter.read(answer, AdapterResult.class) instanceof AdapterResult.Rejected rejected
                        && rejected.reason() != null
                        && !rejected.reason().isBlank(),
                "answers " + answer.body() + " instead of rejected with a reason");
        Answer checked = adapter.call("check", configuration);
        showsNoSecret(checked, configuration);
        require(!adapter.read(checked, AdapterCheck.class).ready(), "the check says ready");
    }

    private void noJson() {
        int status = adapter.call("send", "{".getBytes(StandardCharsets.UTF_8), Flaw.NONE)
                .status();
        require(status == 400 || status == 422, "answers " + status + " instead of 400");
    }

    private void expect(int status, Flaw flaw) {
        Answer answer = adapter.call("send", request(good, line("Never shown"), FRESH), flaw);
        require(answer.status() == status, "answers " + answer.status() + " instead of " + status);
    }

    private String deliver(Message message, AdapterPlacement placement) {
        return deliver(request(good, message, placement));
    }

    private String deliver(AdapterRequest request) {
        Answer answer = adapter.call("send", request);
        showsNoSecret(answer, request.configuration());
        AdapterResult result = adapter.read(answer, AdapterResult.class);
        if (!(result instanceof AdapterResult.Delivered delivered)) {
            throw new AssertionError("answers " + answer.body() + " instead of delivered");
        }
        require(
                delivered.reference() != null && !delivered.reference().isBlank(),
                "delivers without a reference, by which the message could be edited or answered");
        require(delivered.reference().length() <= 200, "the reference has more than 200 characters");
        return delivered.reference();
    }

    private static void showsNoSecret(Answer answer, AdapterConfiguration configuration) {
        configuration
                .secrets()
                .forEach((name, secret) -> require(
                        secret.isEmpty() || !answer.body().contains(secret), "the answer shows the secret " + name));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    private static AdapterRequest request(
            AdapterConfiguration configuration, Message message, AdapterPlacement placement) {
        return new AdapterRequest(
                UUID.randomUUID(), Instant.now(), message, null, "conformance", placement, configuration);
    }

    private static Message line(String text) {
        return Message.line(Severity.INFO, text);
    }

    private static Message result(String log) {
        return new Message(
                "✅ conformance succeeded",
                Severity.SUCCESS,
                "",
                List.of(new Fact("Duration", "3 h 12 min"), new Fact("GPU-hours", "25.6")),
                new LogExcerpt(log, false),
                List.of(new Action("a1b2c3", "Launch evaluate", "launch next")),
                URI.create("https://taskping.example.org/tasks/42"));
    }

    private static Message with(String text) {
        return new Message(
                "Title " + text,
                Severity.WARNING,
                "Text " + text,
                List.of(new Fact("Name", text)),
                new LogExcerpt(text, false),
                List.of(),
                null);
    }

    private static Message monster() {
        String name = "n".repeat(3_000);
        return new Message(
                "Title " + name,
                Severity.ERROR,
                "word ".repeat(20_000),
                IntStream.range(0, 200)
                        .mapToObj(i -> new Fact("Fact " + i + name, "Value " + name))
                        .toList(),
                null,
                List.of(new Action("a1", "Label " + name, "launch next")),
                null);
    }

    private static String log() {
        return IntStream.rangeClosed(1, 20_000)
                .mapToObj(i -> "step %d/20000 loss=%.3f".formatted(i, 1.0 / i))
                .collect(Collectors.joining("\n"));
    }
}
