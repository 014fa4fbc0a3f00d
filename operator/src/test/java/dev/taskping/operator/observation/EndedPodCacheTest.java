package dev.taskping.operator.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.junit.jupiter.api.Test;

class EndedPodCacheTest {

    private static final String PLACE = "research";

    private final EndedPodCache pods = new EndedPodCache();

    private static Job job(String uid) {
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace(PLACE)
                .withName("train")
                .withUid(uid)
                .endMetadata()
                .build();
    }

    private static PodBuilder pod(String job, String uid) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(PLACE)
                .withName("train-" + uid)
                .withUid(uid)
                .addToLabels("batch.kubernetes.io/controller-uid", job)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase("Failed")
                .endStatus();
    }

    private static Pod ended(String job, String uid) {
        return pod(job, uid).build();
    }

    private int count(String job) {
        return pods.of(job(job)).size();
    }

    @Test
    void podsAreKeptUntilTheirJobIsForgotten() {
        pods.add(ended("a", "1"));
        pods.add(ended("a", "2"));
        pods.add(ended("b", "3"));
        assertThat(pods.of(job("a")))
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly("train-1", "train-2");

        pods.forget(job("a"));

        assertThat(count("a")).isZero();
        assertThat(count("b")).isEqualTo(1);
    }

    @Test
    void laterVersionOfAPodReplacesTheEarlierOne() {
        pods.add(ended("a", "1"));
        pods.add(pod("a", "1").editStatus().withReason("Evicted").endStatus().build());
        assertThat(pods.of(job("a")))
                .extracting(pod -> pod.getStatus().getReason())
                .containsExactly("Evicted");
    }

    @Test
    void labelClaimsNoJobOfAnotherNamespace() {
        pods.add(pod("a", "1")
                .editMetadata()
                .withNamespace("stranger")
                .endMetadata()
                .build());
        assertThat(count("a")).isZero();
    }

    @Test
    void podsWithoutJobAreNotKept() {
        pods.add(pod("a", "1").editMetadata().withLabels(null).endMetadata().build());
        assertThat(count("a")).isZero();
    }

    @Test
    void fullCacheDropsTheJobsWhoseLatestPodEndedLongestAgo() {
        pods.add(ended("old", "0"));
        pods.add(ended("first", "1"));
        for (int number = 0; number < EndedPodCache.MOST - 2; number++) {
            pods.add(ended("job-" + number, "2"));
        }
        pods.add(ended("old", "3"));
        assertThat(count("old")).isEqualTo(2);
        assertThat(count("first")).isZero();
        assertThat(count("job-0")).isEqualTo(1);
    }

    @Test
    void jobLargerThanTheCacheIsNotKeptInPart() {
        for (int number = 0; number <= EndedPodCache.MOST; number++) {
            pods.add(ended("vast", String.valueOf(number)));
        }
        assertThat(count("vast")).isZero();
        pods.add(ended("a", "1"));
        assertThat(count("a")).isEqualTo(1);
    }
}
