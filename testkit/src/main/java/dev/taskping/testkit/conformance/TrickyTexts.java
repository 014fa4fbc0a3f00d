package dev.taskping.testkit.conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/** Short texts in which something can go wrong, by what they are. */
public final class TrickyTexts {

    private TrickyTexts() {}

    /** All of them, in a stable order. */
    public static Map<String, String> all() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("Latin", "Größenordnung naïve façade");
        texts.put("Chinese", "训练任务已完成");
        texts.put("right to left", "اكتمل التدريب \u202Eabc\u202C שלום");
        texts.put("emoji with joiners", "👩🏽‍🔬 🏳️‍🌈 🇩🇪 ✅");
        texts.put("combining marks", "e\u0301 Z\u0351\u0329\u033A a\u0308");
        texts.put("beyond the first plane", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎");
        texts.put("control characters", "a\u0000b\u0007c\u001Fd\u007Fe");
        texts.put("ANSI colours", "\u001B[31mred\u001B[0m");
        texts.put("line ends", "one\r\ntwo\rthree\nfour\u2028five");
        texts.put("half a surrogate pair", "half \uD83D end");
        texts.put("HTML", "<b>bold</b> <script>alert(1)</script> &amp; </pre> <!-- x -->");
        texts.put("Markdown", "*a* _b_ ~c~ `d` ```e``` [f](http://g) # h > i | j \\k");
        texts.put("mentions", "@everyone @here <@123456789> <!channel> <at user_id=\"all\"></at>");
        texts.put("templates", "{{title}} ${jndi:ldap://x} %s %n $1");
        texts.put("a header", "Subject: x\r\nBcc: mallory@example.org\r\n\r\nbody");
        return texts;
    }
}
