-- Whether a message that went to a channel can be changed: not by every way to a provider that can.
ALTER TABLE channel ADD COLUMN edits boolean NOT NULL DEFAULT false;
