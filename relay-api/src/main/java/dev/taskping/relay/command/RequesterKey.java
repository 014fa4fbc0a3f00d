package dev.taskping.relay.command;

/**
 * A person as commands name their requester, on whichever channel they were given.
 *
 * @param cluster the cluster
 * @param namespace the namespace whose channels name the person
 * @param name the name
 */
public record RequesterKey(String cluster, String namespace, String name) {}
