-- A message that goes to each recipient on its own may end half-way. Who has it is left out of the next attempt.
ALTER TABLE delivery ADD COLUMN reached jsonb; -- a list of recipients, until the message is delivered; absent: nobody
