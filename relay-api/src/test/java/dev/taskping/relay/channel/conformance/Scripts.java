package dev.taskping.relay.channel.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Short texts in which something can go wrong. */
final class Scripts {

    private Scripts() {}

    static Stream<Arguments> all() {
        return Stream.of(
                arguments("Latin", "Größenordnung naïve façade"),
                arguments("Chinese", "训练任务已完成"),
                arguments("right to left", "اكتمل التدريب \u202Eabc\u202C שלום"),
                arguments("emoji with joiners", "👩🏽‍🔬 🏳️‍🌈 🇩🇪 ✅"),
                arguments("combining marks", "e\u0301 Z\u0351\u0329\u033A a\u0308"),
                arguments("beyond the first plane", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎"),
                arguments("control characters", "a\u0000b\u0007c\u001Fd\u007Fe"),
                arguments("ANSI colours", "\u001B[31mred\u001B[0m"),
                arguments("line ends", "one\r\ntwo\rthree\nfour\u2028five"),
                arguments("a half surrogate", "half \uD83D end"),
                arguments("HTML", "<b>bold</b> <script>alert(1)</script> &amp; </pre> <!-- x -->"),
                arguments("Markdown", "*a* _b_ ~c~ `d` ```e``` [f](http://g) # h > i | j \\k"),
                arguments("mentions", "@everyone @here <@123456789> <!channel> <at user_id=\"all\"></at>"),
                arguments("templates", "{{title}} ${jndi:ldap://x} %s %n $1"),
                arguments("a header", "Subject: x\r\nBcc: mallory@example.org\r\n\r\nbody"));
    }
}
