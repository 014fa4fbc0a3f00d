-- Everything below belongs to a workspace, and every statement names the workspace it works for.
CREATE TABLE workspace (
    id         text PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO workspace (id) VALUES ('default');

-- A Kubernetes cluster; its operator signs its requests with the key that is sealed here.
CREATE TABLE cluster (
    id         text PRIMARY KEY,
    workspace  text NOT NULL REFERENCES workspace,
    key_sealed bytea NOT NULL,
    last_seen  timestamptz
);

-- Keys of the relay itself, shared by all replicas; sealed.
CREATE TABLE relay_key (
    id         text PRIMARY KEY,
    key_sealed bytea NOT NULL
);

-- Only the SHA-256 of a token is kept.
CREATE TABLE api_token (
    hash       bytea PRIMARY KEY,
    workspace  text NOT NULL REFERENCES workspace,
    name       text NOT NULL,
    scope      text NOT NULL CHECK (scope IN ('admin', 'session')),
    expires_at timestamptz
);

CREATE TABLE task (
    workspace     text NOT NULL REFERENCES workspace,
    uid           text NOT NULL,
    cluster       text,                       -- absent for sessions outside of clusters
    kind          text NOT NULL,
    namespace     text NOT NULL,
    name          text NOT NULL,
    labels        jsonb NOT NULL DEFAULT '{}',
    state         text NOT NULL CHECK (state IN ('running', 'finished')),
    result        text,
    outcome       jsonb,
    timing        jsonb,
    usage         jsonb,
    log_tail      text,
    log_truncated boolean NOT NULL DEFAULT false,
    next          jsonb NOT NULL DEFAULT '[]',
    finish_route  jsonb NOT NULL DEFAULT '[]',
    session       jsonb,                      -- of sessions: command, session id, what to be told of
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace, uid)
);
CREATE INDEX task_running ON task (workspace, cluster, uid) WHERE state = 'running';
CREATE INDEX task_recent ON task (workspace, created_at DESC, uid);

-- Every event ever accepted: what de-duplication rests on. The log's tail is kept once, in the task.
CREATE TABLE event (
    workspace   text NOT NULL REFERENCES workspace,
    id          text NOT NULL,
    task_uid    text NOT NULL,
    type        text NOT NULL,
    occurred_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    body        jsonb NOT NULL,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX event_of_task ON event (workspace, task_uid);

-- A channel without settings is not registered (yet, or any more): deliveries to it wait.
CREATE TABLE channel (
    id              uuid PRIMARY KEY,
    workspace       text NOT NULL REFERENCES workspace,
    cluster         text NOT NULL,
    namespace       text NOT NULL,
    name            text NOT NULL,
    type            text,
    settings_sealed bytea,
    ready           boolean NOT NULL DEFAULT false,
    reason          text NOT NULL DEFAULT 'NotRegistered',
    message         text NOT NULL DEFAULT 'The channel is not registered.',
    checked_at      timestamptz,
    paused_until    timestamptz,              -- the provider asked for patience
    failing_since   timestamptz,              -- nothing was delivered since
    destination     text,                     -- learned by pairing, such as a Telegram chat id
    created_at      timestamptz NOT NULL,
    UNIQUE (workspace, cluster, namespace, name)
);

-- The outbox. Dispatchers claim due rows with FOR UPDATE SKIP LOCKED and hold them by a lease.
CREATE TABLE delivery (
    id            uuid PRIMARY KEY,
    seq           bigint GENERATED ALWAYS AS IDENTITY,
    workspace     text NOT NULL REFERENCES workspace,
    channel_id    uuid NOT NULL REFERENCES channel,
    task_uid      text,
    event_id      text,
    placement     jsonb NOT NULL,
    message       jsonb NOT NULL,
    state         text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
    due_at        timestamptz NOT NULL,
    claimed_until timestamptz,
    attempts      integer NOT NULL DEFAULT 0,
    reference     text,                       -- the provider's name of the message
    conversation  text,                       -- the provider's name of the conversation it went to
    reason        text,
    created_at    timestamptz NOT NULL,
    finished_at   timestamptz
);
-- One outcome, one message for each destination.
CREATE UNIQUE INDEX delivery_once ON delivery (channel_id, event_id) WHERE event_id IS NOT NULL;
CREATE INDEX delivery_pending ON delivery (channel_id, seq) WHERE state = 'pending';
CREATE INDEX delivery_order ON delivery (channel_id, task_uid, seq) WHERE state = 'pending';
CREATE INDEX delivery_of_task ON delivery (workspace, task_uid, seq);
CREATE INDEX delivery_by_state ON delivery (workspace, state, seq DESC);
CREATE INDEX delivery_reference ON delivery (channel_id, reference) WHERE reference IS NOT NULL;

CREATE TABLE delivery_attempt (
    delivery_id uuid NOT NULL REFERENCES delivery ON DELETE CASCADE,
    at          timestamptz NOT NULL,
    result      text NOT NULL,
    latency_ms  integer NOT NULL,
    detail      text
);
CREATE INDEX delivery_attempt_of ON delivery_attempt (delivery_id, at);

CREATE TABLE person (
    id        uuid PRIMARY KEY,
    workspace text NOT NULL REFERENCES workspace,
    name      text NOT NULL,
    UNIQUE (workspace, name)
);

CREATE TABLE membership (
    channel_id uuid NOT NULL REFERENCES channel,
    person_id  uuid NOT NULL REFERENCES person,
    role       text NOT NULL CHECK (role IN ('viewer', 'launcher')),
    PRIMARY KEY (channel_id, person_id)
);

-- An account of a provider that is proven to be a person's.
CREATE TABLE identity (
    workspace text NOT NULL REFERENCES workspace,
    provider  text NOT NULL,
    account   text NOT NULL,
    person_id uuid NOT NULL REFERENCES person,
    bound_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace, provider, account)
);

CREATE TABLE pairing (
    code_hash  bytea PRIMARY KEY,
    channel_id uuid NOT NULL REFERENCES channel,
    person_id  uuid NOT NULL REFERENCES person,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX pairing_of ON pairing (channel_id, person_id);

-- What a button carries is the id; what it means stands here.
CREATE TABLE action (
    id          text PRIMARY KEY,
    workspace   text NOT NULL REFERENCES workspace,
    delivery_id uuid REFERENCES delivery ON DELETE CASCADE,
    channel_id  uuid NOT NULL REFERENCES channel,
    task_uid    text,
    verb        jsonb NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE INDEX action_of_delivery ON action (delivery_id);

-- Updates of providers that were taken: the same one again is nothing new.
CREATE TABLE inbound (
    scope       text NOT NULL,
    update_id   text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, update_id)
);

-- A command rests here until its result has arrived.
CREATE TABLE command (
    id              uuid PRIMARY KEY,
    workspace       text NOT NULL REFERENCES workspace,
    cluster         text NOT NULL,
    dedup_key       text NOT NULL,
    task_uid        text,
    namespace       text NOT NULL,
    person_id       uuid REFERENCES person,
    requester       jsonb NOT NULL,
    verb            jsonb NOT NULL,
    state           text NOT NULL DEFAULT 'pending'
                    CHECK (state IN ('pending', 'sent', 'launched', 'rejected', 'expired')),
    result          jsonb,
    channel_id      uuid REFERENCES channel,
    conversation    text,
    reply_reference text,
    edit_reference  text,
    created_at      timestamptz NOT NULL,
    sent_at         timestamptz,
    expires_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    UNIQUE (workspace, dedup_key)
);
CREATE INDEX command_unfinished ON command (cluster, created_at) WHERE state IN ('pending', 'sent');

CREATE TABLE audit (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace text NOT NULL REFERENCES workspace,
    at        timestamptz NOT NULL,
    who       text NOT NULL,
    what      text NOT NULL,
    decision  text NOT NULL,
    reason    text
);
CREATE INDEX audit_recent ON audit (workspace, at DESC);
