-- What the provider calls the message that an attempt brought: the delivery's own column holds only the last one.
ALTER TABLE delivery_attempt ADD COLUMN reference text;
