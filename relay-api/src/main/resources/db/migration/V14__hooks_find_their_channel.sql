-- A hook finds its channel by what nobody can guess: 128 random bits, of the channel and not of its name.
ALTER TABLE channel ADD COLUMN endpoint_id text NOT NULL UNIQUE DEFAULT
    encode(substr(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 1, 16), 'hex');

-- Which bot a channel uses, by a keyed digest of its secrets; empty if nobody is heard through it. Absent until the relay, which
-- alone can open the settings, has found out.
ALTER TABLE channel ADD COLUMN bot_id text;
CREATE INDEX channel_of_bot ON channel (bot_id) WHERE bot_id <> '';

-- Addresses of hooks named the channel until now, and stand so in providers' consoles.
CREATE INDEX channel_of_name ON channel (cluster, namespace, name);

-- Bots are looked for by kind of channel, every few seconds.
CREATE INDEX channel_of_type ON channel (type, id) WHERE settings_sealed IS NOT NULL;
