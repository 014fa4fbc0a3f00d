-- A command may change a task, may wait for its person to say that it is meant, and may turn out to have been
-- carried out after the person was told that no answer had come.
ALTER TABLE command DROP CONSTRAINT command_state_check;
ALTER TABLE command ADD CONSTRAINT command_state_check CHECK (
    state IN ('pending', 'sent', 'awaiting_confirmation', 'launched', 'done', 'rejected', 'expired'));
ALTER TABLE command ADD COLUMN confirmation jsonb;         -- what the person answered, and who it was
ALTER TABLE command ADD COLUMN first_sent_at timestamptz;  -- since then its cluster may have acted
ALTER TABLE command ADD COLUMN expired_at timestamptz;     -- the person was told that no answer had come
UPDATE command SET first_sent_at = sent_at;
UPDATE command SET expired_at = finished_at WHERE state = 'expired';

DROP INDEX command_unfinished;
CREATE INDEX command_unfinished ON command (workspace, cluster, created_at, id) WHERE state IN ('pending', 'sent');
CREATE INDEX command_expiring ON command (expires_at) WHERE state IN ('pending', 'sent', 'awaiting_confirmation');
