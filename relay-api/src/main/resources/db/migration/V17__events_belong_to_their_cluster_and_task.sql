-- An event's id is its sender's word: another cluster's event, or another task's, of the same id is another event.
ALTER TABLE event ADD COLUMN cluster text;               -- empty: of a session outside of clusters
UPDATE event SET cluster = CASE WHEN body ->> 'source' LIKE '/clusters/%' THEN split_part(body ->> 'source', '/', 3) ELSE '' END;
ALTER TABLE event ALTER COLUMN cluster SET NOT NULL;
ALTER TABLE event DROP CONSTRAINT event_pkey;
ALTER TABLE event ADD PRIMARY KEY (workspace, id, cluster, task_uid);

-- Which cluster's event a message tells of.
ALTER TABLE delivery ADD COLUMN event_cluster text;
UPDATE delivery d SET event_cluster = coalesce(
        (SELECT e.cluster FROM event e WHERE e.workspace = d.workspace AND e.id = d.event_id AND e.task_uid = d.task_uid), '')
    WHERE event_id IS NOT NULL;
DROP INDEX delivery_once;
CREATE UNIQUE INDEX delivery_once ON delivery (channel_id, event_id, event_cluster, task_uid) WHERE event_id IS NOT NULL;
