package dev.taskping.relay.channel;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks providers something on threads of their own: few at a time altogether, and fewer for each namespace, so that channels whose
 * providers never answer delay only channels of their own namespace.
 */
@ApplicationScoped
public class ProviderQuestions {

    private static final int AT_ONCE = 64;
    private static final int AT_ONCE_FOR_NAMESPACE = 4;

    private final Semaphore all = new Semaphore(AT_ONCE, true);
    private final Map<String, Semaphore> namespaces = new ConcurrentHashMap<>();

    /**
     * Asks as soon as there is room.
     *
     * @param namespace whose channel it is about; any text that is the same for all channels of a namespace
     * @param question takes a bounded time
     */
    <T> CompletableFuture<T> ask(String namespace, Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Semaphore own = namespaces.computeIfAbsent(namespace, name -> new Semaphore(AT_ONCE_FOR_NAMESPACE, true));
        Thread.ofVirtual().name("provider-question").start(() -> {
            try {
                own.acquire();
                try {
                    all.acquire();
                    try {
                        answer.complete(question.call());
                    } finally {
                        all.release();
                    }
                } finally {
                    own.release();
                }
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /**
     * Waits for an answer.
     *
     * @return empty if there is none within that time; the question is asked all the same
     */
    static <T> Optional<T> await(CompletableFuture<T> answer, Duration patience) {
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
