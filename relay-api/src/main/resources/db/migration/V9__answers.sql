-- What a message asks back is for the person who asked, and for a while only.
ALTER TABLE action ADD COLUMN person_id uuid REFERENCES person;
ALTER TABLE action ADD COLUMN expires_at timestamptz;
ALTER TABLE action ADD COLUMN position integer NOT NULL DEFAULT 0;   -- its number, where there are no buttons
CREATE INDEX action_open ON action (person_id, expires_at) WHERE person_id IS NOT NULL;
CREATE INDEX action_of_command ON action ((verb ->> 'command')) WHERE verb ->> 'kind' = 'confirm';

-- A channel is told of a task's end only. Rows stay, so that it can be said later why nothing was told.
CREATE TABLE mute (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace  text NOT NULL REFERENCES workspace,
    channel_id uuid NOT NULL REFERENCES channel,
    task_uid   text NOT NULL,
    person     text NOT NULL,                  -- by whose wish, as people know them
    muted_at   timestamptz NOT NULL,
    until      timestamptz NOT NULL            -- brought forward by whoever lifts it
);
CREATE INDEX mute_of_task ON mute (workspace, task_uid, until);
