package dev.taskping.crds.channel;

/** The validation rule for URLs, which several schemas share. */
final class HttpUrl {

    /** The longest accepted URL, in characters. */
    static final int LONGEST = 2048;

    static final String RULE = "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHost() != ''";

    private HttpUrl() {}
}
