-- A file under way says so every few seconds; one that has not for long was cut by the end of its process.
ALTER TABLE export ADD COLUMN alive_at timestamptz(6) NOT NULL DEFAULT now();
