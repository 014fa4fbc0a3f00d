-- How messages to a channel travel belongs to the dispatcher: the channel's row keeps who it is and how to reach it. A channel
-- has a row here while it is registered.
CREATE TABLE lane_assignment (
    channel_id  uuid PRIMARY KEY REFERENCES channel,
    lane_id     text NOT NULL REFERENCES lane,
    interval_ms bigint,                       -- this channel's own idea of its lane's rate; absent: no limit
    burst       integer
);
INSERT INTO lane_assignment (channel_id, lane_id, interval_ms, burst)
    SELECT id, lane_id, interval_ms, burst FROM channel WHERE settings_sealed IS NOT NULL AND lane_id IS NOT NULL;
CREATE INDEX lane_assignment_of_lane ON lane_assignment (lane_id);

-- The channel that takes over what another cannot deliver. Kept when a channel is removed: what waits for it is handed over.
CREATE TABLE fallback (
    channel_id  uuid PRIMARY KEY REFERENCES channel,
    fallback_id uuid NOT NULL REFERENCES channel,
    after_ms    bigint NOT NULL               -- at the latest after trying for so long
);
INSERT INTO fallback (channel_id, fallback_id, after_ms)
    SELECT id, fallback_id, fallback_after_ms FROM channel
    WHERE fallback_id IS NOT NULL AND fallback_after_ms IS NOT NULL;

ALTER TABLE channel
    DROP COLUMN lane_id,
    DROP COLUMN interval_ms,
    DROP COLUMN burst,
    DROP COLUMN fallback_id,
    DROP COLUMN fallback_after_ms;

-- The latest fault of each template is shown for each namespace of tasks.
ALTER TABLE template_fault ADD COLUMN task_namespace text;
UPDATE template_fault f SET task_namespace = t.namespace
    FROM delivery d JOIN task t ON t.workspace = d.workspace AND t.uid = d.task_uid WHERE d.id = f.delivery_id;
DELETE FROM template_fault WHERE task_namespace IS NULL;
ALTER TABLE template_fault ALTER COLUMN task_namespace SET NOT NULL;
