-- Logins that are connected more than once: two or more present links of one institution and institution_user_id. Who they are is
-- found by "link_by_institution_user_id", never stored. members and external_ids are exact to 1,000.
CREATE TABLE "duplicate_group" (
    "environment_id" INTEGER NOT NULL,
    "institution" TEXT NOT NULL,
    "institution_user_id" TEXT NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "members" INTEGER NOT NULL,
    "external_ids" INTEGER NOT NULL,
    "shared_login" BOOLEAN GENERATED ALWAYS AS (external_ids > 1) STORED,
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "duplicate_group_pkey" PRIMARY KEY ("environment_id","institution","institution_user_id")
);
CREATE UNIQUE INDEX "duplicate_group_environment_id_id_key" ON "duplicate_group"("environment_id", "id");
CREATE INDEX "duplicate_group_by_age" ON "duplicate_group"("environment_id", "shared_login", "first_seen_at", "id");
CREATE INDEX "duplicate_group_by_institution" ON "duplicate_group"("environment_id", "shared_login", "institution", "first_seen_at", "id");

ALTER TABLE "duplicate_group" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "duplicate_group" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "duplicate_group" TO enlace_app;

-- Of the links that are there already; from here on the mirror keeps them.
INSERT INTO "duplicate_group" (environment_id, institution, institution_user_id, members, external_ids, first_seen_at, changed_at)
SELECT environment_id, institution, institution_user_id, least(count(*), 1000), least(count(DISTINCT external_id), 1000),
  (array_agg(first_seen_at ORDER BY first_seen_at))[2], max(first_seen_at)
FROM "link" WHERE removed_at IS NULL AND institution_user_id IS NOT NULL
GROUP BY environment_id, institution, institution_user_id HAVING count(*) > 1;
UPDATE "link" l SET duplicate = true FROM "duplicate_group" g
WHERE l.environment_id = g.environment_id AND l.institution = g.institution AND l.institution_user_id = g.institution_user_id
  AND l.removed_at IS NULL;
