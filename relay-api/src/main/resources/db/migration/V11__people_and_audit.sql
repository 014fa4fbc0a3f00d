-- Two roles more.
ALTER TABLE membership DROP CONSTRAINT membership_role_check;
ALTER TABLE membership ADD CONSTRAINT membership_role_check CHECK (role IN ('viewer', 'launcher', 'operator', 'admin'));

-- Where a request that was decided on came from.
ALTER TABLE audit
    ADD COLUMN source  text NOT NULL DEFAULT 'chat', -- chat, reply-token, api-token, cluster, provider, relay
    ADD COLUMN cluster text,
    ADD COLUMN channel text,                  -- namespace/name
    ADD COLUMN account text,                  -- provider:id, of who did it
    ADD COLUMN subject text;                  -- whom or what it concerned: a command's id, a person, a task
ALTER TABLE audit ALTER COLUMN source DROP DEFAULT;

-- The chain: one link for each row of the audit, numbered without gaps in each workspace. A link is added when the transaction
-- that decided commits, so that the lock on the head is the last one it takes and is held for no longer than the commit.
CREATE TABLE audit_link (
    workspace text NOT NULL REFERENCES workspace,
    seq       bigint NOT NULL,
    audit_id  bigint NOT NULL UNIQUE REFERENCES audit,
    previous  bytea NOT NULL,
    hash      bytea NOT NULL,
    PRIMARY KEY (workspace, seq)
);

-- The newest link of each workspace; its lock is what appends take turns by.
CREATE TABLE audit_head (
    workspace text PRIMARY KEY REFERENCES workspace,
    seq       bigint NOT NULL,
    hash      bytea NOT NULL
) WITH (fillfactor = 10);

-- A netstring (bytes, colon, text, comma), so that no two rows are written alike; what is absent is a dash.
CREATE FUNCTION audit_field(value text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN value IS NULL THEN convert_to('-,', 'UTF8')
        ELSE convert_to(octet_length(convert_to(value, 'UTF8')) || ':' || value || ',', 'UTF8') END
$$;

CREATE FUNCTION audit_hash(previous bytea, seq bigint, entry audit) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(previous || audit_field(entry.workspace) || audit_field(seq::text)
        || audit_field(to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        || audit_field(entry.who) || audit_field(entry.source) || audit_field(entry.cluster)
        || audit_field(entry.channel) || audit_field(entry.account) || audit_field(entry.what)
        || audit_field(entry.subject) || audit_field(entry.decision) || audit_field(entry.reason))
$$;

CREATE FUNCTION audit_chain(entry audit) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    head audit_head;
    link bytea;
BEGIN
    INSERT INTO audit_head (workspace, seq, hash) VALUES (entry.workspace, 0, decode(repeat('00', 32), 'hex'))
        ON CONFLICT (workspace) DO NOTHING;
    SELECT * INTO head FROM audit_head WHERE workspace = entry.workspace FOR UPDATE;
    link := audit_hash(head.hash, head.seq + 1, entry);
    INSERT INTO audit_link (workspace, seq, audit_id, previous, hash)
        VALUES (entry.workspace, head.seq + 1, entry.id, head.hash, link);
    UPDATE audit_head SET seq = head.seq + 1, hash = link WHERE workspace = entry.workspace;
END
$$;

-- What was written down before there was a chain comes first.
DO $$
DECLARE
    entry audit;
BEGIN
    FOR entry IN SELECT * FROM audit ORDER BY id LOOP
        PERFORM audit_chain(entry);
    END LOOP;
END
$$;

CREATE FUNCTION audit_linked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM audit_chain(NEW);
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER audit_linked AFTER INSERT ON audit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_linked();

CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: what was written down stands', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();
CREATE TRIGGER audit_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();
CREATE TRIGGER audit_stands BEFORE DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();

-- The head goes forward by one link at a time.
CREATE FUNCTION audit_head_advances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.workspace <> OLD.workspace OR NEW.seq <> OLD.seq + 1 THEN
        RAISE EXCEPTION 'The head of the audit goes from % to % only', OLD.seq, OLD.seq + 1
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_head_advances BEFORE UPDATE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_head_advances();

-- Who asks how often: one row for each person, account, bot and workspace, of the window at hand. Shared by all replicas, and
-- not worth a log: a crash of the database begins a new window.
CREATE UNLOGGED TABLE request_window (
    key        text PRIMARY KEY,
    started_at timestamptz NOT NULL,
    requests   integer NOT NULL
) WITH (fillfactor = 50);

-- Accounts that nobody listens to for a while, because they asked too often for what they may not.
CREATE TABLE lockout (
    workspace text NOT NULL REFERENCES workspace,
    cluster   text NOT NULL,
    namespace text NOT NULL,
    provider  text NOT NULL,
    account   text NOT NULL,
    since     timestamptz NOT NULL,
    until     timestamptz NOT NULL,
    PRIMARY KEY (workspace, cluster, namespace, provider, account)
);

-- Patterns (RE2) that no request may hold.
CREATE TABLE ban (
    id         uuid PRIMARY KEY,
    workspace  text NOT NULL REFERENCES workspace,
    pattern    text NOT NULL,
    note       text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (workspace, pattern)
);
