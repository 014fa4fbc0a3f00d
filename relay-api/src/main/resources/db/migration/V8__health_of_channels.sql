-- What became of the latest messages of a channel, as far as they did not arrive; and when to ask the provider again because
-- of it. Written when it changes, not with every message.
ALTER TABLE channel
    ADD COLUMN trouble_reason text,           -- one CamelCase word; absent while messages arrive
    ADD COLUMN trouble        text,           -- the provider's words
    ADD COLUMN trouble_since  timestamptz,
    ADD COLUMN recheck_at     timestamptz;    -- a message was refused: do our credentials still work?
CREATE INDEX channel_recheck ON channel (recheck_at) WHERE recheck_at IS NOT NULL;
