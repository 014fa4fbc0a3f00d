-- How messages to a channel are worded; absent: by default.
ALTER TABLE channel ADD COLUMN template text;

-- Messages that went out in the default words because their template could not be used.
CREATE TABLE template_fault (
    delivery_id uuid PRIMARY KEY REFERENCES delivery ON DELETE CASCADE,
    policy      text,                         -- the NotifiedTask the template stands in; absent: the channel's own
    fingerprint text NOT NULL,                -- of the template, so that a corrected one is not blamed
    fault       text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX template_fault_recent ON template_fault (at DESC);
