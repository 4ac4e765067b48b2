-- Requests to a host that failed in a row, and since when: what pages say while Belvo does not answer.
ALTER TABLE belvo_host ADD COLUMN failures integer NOT NULL DEFAULT 0, ADD COLUMN failing_since timestamptz(6);
