package dev.taskping.relay.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingBodiesTest {

    private final PendingBodies<Client> pending = new PendingBodies<>(new PendingBodies.Limits(4, 2, 100));
    private final List<String> givenUp = new ArrayList<>();

    private final class Client implements PendingBodies.Body {

        private final String name;
        private final String address;

        Client(String name, String address) {
            this.name = name;
            this.address = address;
            pending.add(this);
        }

        @Override
        public String address() {
            return address;
        }

        @Override
        public void giveUp() {
            pending.remove(this); // as whoever ends, for whatever reason
            givenUp.add(name);
        }
    }

    @Test
    void oldestOfAnAddressGivesWayToItsNewest() {
        new Client("elsewhere", "10.0.0.1");
        new Client("first", "10.0.0.2");
        new Client("second", "10.0.0.2");
        new Client("third", "10.0.0.2");

        assertThat(givenUp).containsExactly("first");
    }

    @Test
    void oldestOfAllGivesWayWhenThereAreTooMany() {
        for (int number = 0; number < 6; number++) {
            new Client("client " + number, "10.0.0." + number);
        }

        assertThat(givenUp).containsExactly("client 0", "client 1");
    }

    @Test
    void oldestGivesWayWhenTheyTakeTooMuchMemory() {
        Client first = new Client("first", "10.0.0.1");
        Client second = new Client("second", "10.0.0.2");
        pending.received(first, 60);
        pending.received(second, 30);
        assertThat(givenUp).isEmpty();

        pending.received(second, 20);

        assertThat(givenUp).containsExactly("first");
    }

    @Test
    void whatIsCompleteLeavesItsRoom() {
        Client first = new Client("first", "10.0.0.1");
        pending.received(first, 100);
        pending.remove(first);
        pending.received(first, 100);

        Client second = new Client("second", "10.0.0.1");
        pending.received(second, 100);
        new Client("third", "10.0.0.1");

        assertThat(givenUp).isEmpty();
    }

    @Test
    void addressesOfOneIpv6NetworkAreOne() {
        assertThat(ClientNetwork.of("2001:db8:1:2:3:4:5:6")).isEqualTo(ClientNetwork.of("2001:db8:1:2::1"));
        assertThat(ClientNetwork.of("2001:db8:1:3::1")).isNotEqualTo(ClientNetwork.of("2001:db8:1:2::1"));
        assertThat(ClientNetwork.of("10.1.2.3")).isEqualTo("10.1.2.3");
    }
}
