package dev.taskping.testkit.simulator.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Updates that the bot has not confirmed yet, with the offset semantics of {@code getUpdates}: an update is confirmed by
 * asking for a higher one. Thread safe.
 */
final class UpdateQueue {

    private final NavigableMap<Long, ObjectNode> unconfirmed = new TreeMap<>();
    private final NavigableMap<Long, ObjectNode> everything = new TreeMap<>();
    private final Deque<ObjectNode> repeats = new ArrayDeque<>();
    private long lastId = 1_000;
    private long poller;

    synchronized long add(ObjectNode update) {
        long id = ++lastId;
        update.put("update_id", id);
        unconfirmed.put(id, update);
        everything.put(id, update);
        notifyAll();
        return id;
    }

    /** Delivers an update again, as Telegram does when an acknowledgement is lost on the way. */
    synchronized void repeat(long id, int times) {
        ObjectNode update = everything.get(id);
        if (update == null) {
            throw new IllegalArgumentException("There is no update " + id);
        }
        for (int i = 0; i < times; i++) {
            repeats.add(update);
        }
        notifyAll();
    }

    /** Numbers the next updates from a lower number on, as Telegram does when a week has passed without any. */
    synchronized void restartNumbers(long last) {
        lastId = last;
    }

    synchronized int pending() {
        return unconfirmed.size() + repeats.size();
    }

    synchronized void dropPending() {
        unconfirmed.clear();
        repeats.clear();
    }

    /**
     * Waits for updates from {@code offset} on. A second caller ends the first one's wait with 409, as Telegram does.
     *
     * @throws BotApiException 409 if another poller came
     */
    synchronized List<ObjectNode> poll(long offset, int limit, Duration timeout) throws InterruptedException {
        long me = ++poller;
        notifyAll();
        // An offset from before the numbers began anew confirms nothing.
        if (offset <= lastId + 1) {
            unconfirmed.headMap(offset).clear();
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        while (unconfirmed.isEmpty() && repeats.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return List.of();
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
            if (poller != me) {
                throw BotApiException.conflict(
                        "terminated by other getUpdates request; make sure that only one bot" + " instance is running");
            }
        }
        List<ObjectNode> found = new ArrayList<>();
        ObjectNode repeat = repeats.poll();
        if (repeat != null) {
            found.add(repeat);
        }
        unconfirmed.values().stream().limit(limit - (long) found.size()).forEach(found::add);
        return found;
    }

    /** The next update for a webhook, waiting until there is one. It stays until {@link #confirm}. */
    synchronized ObjectNode head() throws InterruptedException {
        while (unconfirmed.isEmpty() && repeats.isEmpty()) {
            wait();
        }
        ObjectNode repeat = repeats.peek();
        return repeat != null ? repeat : unconfirmed.firstEntry().getValue();
    }

    synchronized void confirm(ObjectNode update) {
        if (repeats.peek() == update) {
            repeats.poll();
        } else {
            unconfirmed.remove(update.get("update_id").asLong());
        }
    }

    /** Ends every wait for updates with 409, because a webhook was set. */
    synchronized void interruptPollers() {
        poller++;
        notifyAll();
    }
}
