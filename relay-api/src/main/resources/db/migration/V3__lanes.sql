-- A lane is one destination at one provider, whichever channels lead there: what a provider limits, and what fails as a
-- whole. Its id is a keyed digest; neither the destination nor a secret can be read from it.
CREATE TABLE lane (
    id            text PRIMARY KEY,
    type          text NOT NULL,
    interval_ms   bigint,                     -- between two messages once the burst is used up; absent: no limit
    burst         integer NOT NULL DEFAULT 1, -- messages that may go at once
    next_at       timestamptz NOT NULL DEFAULT 'epoch', -- when a message would go if there were no burst
    paused_until  timestamptz,                -- the provider asked for patience
    failing_since timestamptz,                -- nothing was delivered since
    failures      integer NOT NULL DEFAULT 0, -- in a row
    probe_at      timestamptz                 -- while it fails: when to try the next single message
);

ALTER TABLE channel
    DROP COLUMN paused_until,
    DROP COLUMN failing_since,
    ADD COLUMN lane_id text REFERENCES lane,
    ADD COLUMN interval_ms bigint,            -- this channel's own idea of its lane's pace
    ADD COLUMN burst integer,
    ADD COLUMN fallback_id uuid REFERENCES channel,
    ADD COLUMN fallback_after_ms bigint;
CREATE INDEX channel_of_lane ON channel (lane_id);

ALTER TABLE delivery
    ADD COLUMN priority smallint NOT NULL DEFAULT 1, -- 0 answers a person, 1 tells of an end, 2 is chatter
    ADD COLUMN digest uuid,                   -- the message that carried, or is to carry, this one with others
    ADD COLUMN fallback_of uuid REFERENCES delivery ON DELETE CASCADE, -- what could not be delivered elsewhere
    ADD COLUMN tried_since timestamptz;       -- when trying began; it ends a day later
UPDATE delivery SET tried_since = created_at;
ALTER TABLE delivery ALTER COLUMN tried_since SET NOT NULL;
CREATE INDEX delivery_in_hand ON delivery (channel_id) WHERE state = 'pending' AND claimed_until IS NOT NULL;
CREATE INDEX delivery_fallback ON delivery (fallback_of) WHERE fallback_of IS NOT NULL;
-- Rows of the outbox change three times and then never again.
ALTER TABLE delivery SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
