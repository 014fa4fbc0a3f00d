-- A live message is edited while its task moves on. It is the row that sent it: it comes back into the outbox when there is
-- something newer to show, and holds the newest only.
ALTER TABLE delivery
    ADD COLUMN live_at timestamptz,           -- when that what it says was so; absent: it is not live
    ADD COLUMN live_version integer,          -- counts what it was to say: what was sent may be older by now
    ADD COLUMN live_ended boolean NOT NULL DEFAULT false; -- it says how the task ended, nothing comes after
CREATE UNIQUE INDEX delivery_live ON delivery (task_uid, channel_id) WHERE live_at IS NOT NULL;
