-- Whether no link of a group works, kept with the group: to find out for each of thousands on every view took a quarter of a second.
ALTER TABLE "duplicate_group" ADD COLUMN "broken" BOOLEAN NOT NULL DEFAULT false;

UPDATE "duplicate_group" g SET broken = true WHERE NOT EXISTS (
  SELECT FROM "link" l WHERE l.environment_id = g.environment_id AND l.institution_user_id = g.institution_user_id
    AND l.institution = g.institution AND l.removed_at IS NULL AND l.status = 'valid');

CREATE INDEX "broken_duplicate_group_by_age" ON "duplicate_group"("environment_id", "shared_login", "first_seen_at", "id") WHERE broken;
CREATE INDEX "broken_duplicate_group_by_institution" ON "duplicate_group"("environment_id", "shared_login", "institution", "first_seen_at", "id") WHERE broken;
