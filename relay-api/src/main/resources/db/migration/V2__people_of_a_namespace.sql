-- Whoever may create a channel names the people of it, and hands out their codes. So a name means a person within that
-- namespace only: naming somebody in one namespace must not give anybody that person's rights in another.
ALTER TABLE person ADD COLUMN cluster text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN namespace text NOT NULL DEFAULT '';
ALTER TABLE person DROP CONSTRAINT person_workspace_name_key;
ALTER TABLE person ADD UNIQUE (workspace, cluster, namespace, name);

ALTER TABLE identity ADD COLUMN cluster text NOT NULL DEFAULT '';
ALTER TABLE identity ADD COLUMN namespace text NOT NULL DEFAULT '';
ALTER TABLE identity DROP CONSTRAINT identity_pkey;
ALTER TABLE identity ADD PRIMARY KEY (workspace, cluster, namespace, provider, account);
CREATE INDEX identity_of_person ON identity (person_id);

-- A code is shown again while it is good; it is found by its hash.
ALTER TABLE pairing ADD COLUMN code_sealed bytea;

-- "The newest task of this channel", and what was asked for lately.
CREATE INDEX delivery_of_channel ON delivery (channel_id, seq DESC) WHERE event_id IS NOT NULL;
CREATE INDEX audit_who ON audit (workspace, who, at DESC);
