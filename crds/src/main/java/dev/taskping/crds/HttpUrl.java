package dev.taskping.crds;

/** The rule for URLs, as the schemas' annotations share it. */
final class HttpUrl {

    /** The longest URL that is taken, in characters. */
    static final int LONGEST = 2048;

    static final String RULE = "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHost() != ''";

    private HttpUrl() {}
}
