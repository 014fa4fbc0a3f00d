package dev.taskping.testkit;

/** Who attacks in an {@link Attack}: by what somebody may do already, in the order of the tables in {@code docs/operate/security.md}. */
public enum Attacker {
    STRANGER(Place.OUTSIDE, "whoever reaches the relay"),
    SENDER(Place.OUTSIDE, "whoever can write to a chat, a number or a mailbox"),
    SPOOFER(Place.OUTSIDE, "can forge a sender's number or address"),
    WITNESS(Place.OUTSIDE, "has seen a genuine request"),
    IMPOSTOR(Place.OUTSIDE, "answers in place of the relay"),
    FORMER_ADMIN(Place.OUTSIDE, "had an admin token that was rotated or revoked"),
    FORMER_CLUSTER(Place.OUTSIDE, "has a cluster key that was revoked"),
    OTHER_CLUSTER(Place.OUTSIDE, "another cluster"),
    OTHER_WORKSPACE(Place.OUTSIDE, "admin of another workspace"),
    DATABASE_USER(Place.OUTSIDE, "has the database's password"),

    MEMBER(Place.CHATS, "a paired person"),
    FOREIGN_MEMBER(Place.CHATS, "a person with a role in one namespace"),
    TOKEN_HOLDER(Place.CHATS, "has a webhook's reply token"),

    TASK_AUTHOR(Place.CLUSTER, "may write NotifiedTasks, not Jobs"),
    LAUNCH_AUTHOR(Place.CLUSTER, "may create Launches"),
    TEMPLATE_AUTHOR(Place.CLUSTER, "may write LaunchTemplates"),
    CHANNEL_OWNER(Place.CLUSTER, "may write NotificationChannels"),
    CHANNEL_READER(Place.CLUSTER, "may read NotificationChannels"),
    EVENT_AUTHOR(Place.CLUSTER, "may create Events"),
    TENANT(Place.CLUSTER, "a tenant"),
    PROGRAM(Place.CLUSTER, "a program in a Job");

    /** Where an attack begins: a section of the document. */
    public enum Place {
        OUTSIDE("From outside"),
        CHATS("From chats and receivers"),
        CLUSTER("From the cluster");

        private final String title;

        Place(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private final Place place;
    private final String label;

    Attacker(Place place, String label) {
        this.place = place;
        this.label = label;
    }

    public Place place() {
        return place;
    }

    /** Who that is, as the tables say it. */
    public String label() {
        return label;
    }
}
