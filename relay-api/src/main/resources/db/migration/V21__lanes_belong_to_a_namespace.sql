-- A lane belongs to one namespace, and what a replica has room for is shared fairly between them. Lanes that several namespaces
-- share until their channels are registered anew count for one of these.
ALTER TABLE lane ADD COLUMN tenant text NOT NULL DEFAULT '';
UPDATE lane SET tenant = owner.tenant FROM (
    SELECT a.lane_id, min(c.workspace || '/' || c.cluster || '/' || c.namespace) AS tenant
    FROM lane_assignment a JOIN channel c ON c.id = a.channel_id GROUP BY a.lane_id) AS owner
WHERE owner.lane_id = lane.id;
ALTER TABLE lane ALTER COLUMN tenant DROP DEFAULT;
