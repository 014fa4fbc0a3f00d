package dev.taskping.relay.channel.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.adapter.AdapterCheck;
import dev.taskping.protocol.adapter.AdapterConfiguration;
import dev.taskping.protocol.adapter.AdapterRequest;
import dev.taskping.protocol.adapter.AdapterResult;
import dev.taskping.protocol.adapter.CommunityAdapter;
import dev.taskping.relay.channel.AdapterInvoker;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.ProviderSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InProcessAdaptersTest {

    private static final Timeouts SHORT = Timeouts.of(Duration.ofSeconds(1));

    private final AdapterInvoker adapterInvoker = adapters(new AdapterJars(Optional.empty()).adapters());

    @Test
    void adapterIsFoundByTheServiceLoader() {
        assertThat(send("deliver")).isEqualTo(new DeliveryResult.Delivered("about ✅ train-llm succeeded"));
        assertThat(adapterInvoker.check(settings("loaded", "deliver")).ready()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "wait, RetryAfter, PT1H",
        "reject, Rejected, no",
        "throw, Failed, IllegalStateException",
        "overflow, Failed, StackOverflowError",
        "hang, Failed, interrupted",
        "null, Failed, answered null"
    })
    void anyBehaviourOfAnAdapterIsAResult(String behaviour, String result, String says) {
        assertThat(send(behaviour)).satisfies(sent -> {
            assertThat(sent.getClass().getSimpleName()).isEqualTo(result);
            assertThat(sent.toString()).contains(says).doesNotContain("t0p-secret");
        });
    }

    @Test
    void adapterThatNeverReturnsBlocksNoOther() {
        CountDownLatch end = new CountDownLatch(1);
        CommunityAdapter deaf = adapter("deaf", () -> {
            while (end.getCount() > 0) {
                Thread.interrupted(); // heeds nobody, and takes nobody's processor
                LockSupport.parkNanos(1_000_000);
            }
        });
        AdapterInvoker both = adapters(List.of(deaf, new LoadedAdapter()));
        try {
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                senders.add(Thread.startVirtualThread(
                        () -> both.send(settings("deaf", ""), Samples.notification(Samples.succeeded("x")))));
            }
            for (Thread sender : senders) {
                join(sender);
            }
            assertThat(both.send(settings("deaf", ""), Samples.notification(Samples.succeeded("x"))))
                    .isEqualTo(
                            new DeliveryResult.Failed("16 earlier calls of the adapter 'deaf' have not returned yet."));
            assertThat(both.send(settings("loaded", "deliver"), Samples.notification(Samples.succeeded("x"))))
                    .isInstanceOf(DeliveryResult.Delivered.class);
        } finally {
            end.countDown();
        }
    }

    @Test
    void unknownAdapterIsRefusedWithTheKnownOnes() {
        assertThat(adapterInvoker.send(settings("other", ""), Samples.notification(Samples.succeeded("x"))))
                .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("'other'", "[loaded]", "taskping.adapters.directory"));
        assertThat(adapterInvoker.check(settings("other", "")).reason()).isEqualTo("NoAdapter");
    }

    @Test
    void adapterThatCannotBeLoadedIsIgnored(@TempDir Path directory) throws IOException {
        try (OutputStream file = Files.newOutputStream(directory.resolve("broken.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new ZipEntry("META-INF/services/" + CommunityAdapter.class.getName()));
            jar.write("org.example.Missing\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new AdapterJars(Optional.of(directory)).adapters())
                .hasSize(1)
                .first()
                .isInstanceOf(LoadedAdapter.class);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CommunityAdapter adapter(String id, Runnable work) {
        return new CommunityAdapter() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public AdapterResult send(AdapterRequest request) {
                work.run();
                return new AdapterResult.Delivered("1");
            }

            @Override
            public AdapterCheck check(AdapterConfiguration configuration) {
                return new AdapterCheck(true, "Verified", "always");
            }
        };
    }

    private static AdapterInvoker adapters(List<CommunityAdapter> classes) {
        return new AdapterInvoker(List.of(new CustomAdapter(
                new HttpAdapter(new ChannelHttpClient(new EgressGuard(List.of()), SHORT), Clock.systemUTC()),
                new InProcessAdapters(classes, SHORT))));
    }

    private DeliveryResult send(String behaviour) {
        return adapterInvoker.send(settings("loaded", behaviour), Samples.notification(Samples.succeeded("x")));
    }

    private static ProviderSettings settings(String adapter, String behaviour) {
        return new CustomSettings(null, null, adapter, Map.of("behaviour", behaviour), Map.of("token", "t0p-secret"));
    }
}
