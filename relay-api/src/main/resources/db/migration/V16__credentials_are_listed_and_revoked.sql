-- Credentials can be listed, replaced with an overlap, and revoked. Those that the relay's configuration names are valid while a replica runs
-- with it: every replica renews configured_until, which is compared with the database's clock. What was configured before, and is not any
-- more, is not valid any more.
ALTER TABLE api_token
    ADD COLUMN id               uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    ADD COLUMN prefix           text NOT NULL DEFAULT '', -- its first characters, to recognise it by
    ADD COLUMN created_by       text NOT NULL DEFAULT 'configuration',
    ADD COLUMN created_at       timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN last_used        timestamptz,              -- to the minute
    ADD COLUMN configured_until timestamptz,              -- absent: made through the API
    ADD COLUMN revoked_at       timestamptz;
UPDATE api_token SET configured_until = now() + interval '15 minutes' WHERE expires_at IS NULL;
CREATE INDEX api_token_of_workspace ON api_token (workspace, created_at);

-- A cluster may have several keys, so that its operators can be given a new one before the old one ends.
CREATE TABLE cluster_key (
    id               uuid PRIMARY KEY,
    workspace        text NOT NULL REFERENCES workspace,
    cluster          text NOT NULL REFERENCES cluster,
    key_sealed       bytea NOT NULL,
    hash             bytea NOT NULL,                      -- SHA-256 of the key
    created_by       text NOT NULL,
    created_at       timestamptz NOT NULL,
    last_used        timestamptz,
    expires_at       timestamptz,
    configured_until timestamptz,
    revoked_at       timestamptz,
    UNIQUE (cluster, hash)
);
-- All keys were configured until now, and are when the relay starts.
ALTER TABLE cluster DROP COLUMN key_sealed;
