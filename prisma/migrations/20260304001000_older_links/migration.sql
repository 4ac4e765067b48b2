-- Links of which Belvo does not say whose login they are, by customer: the comparison of older links begins with them.
CREATE INDEX "link_without_login" ON "link"("environment_id", "institution", "external_id", "id")
  WHERE "institution_user_id" IS NULL AND "removed_at" IS NULL;
