-- An external id without case, separators and the words that systems put before ids. `lib/orphans/near/rules` says the same.
CREATE FUNCTION near_key(external_id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN translate(
  regexp_replace(lower(external_id COLLATE "C"),
    '^(?:(?:usr|user|users|uid|customer|customers|cust|client|clients|cliente|usuario|member|id|prod|production|prd|live|sandbox|sbx|staging|stg|stage|test|qa|dev|development)[-_])+(?=[-_]*(?:[^-_][-_]*){3})',
    ''), '-_', '');

-- Hashed: what is compared need not be read, and an index of it is small. version: how often users have come or gone.
ALTER TABLE "directory_entry" ADD COLUMN "near_hash" BIGINT GENERATED ALWAYS AS (hashtextextended(near_key(external_id), 0)) STORED;
CREATE INDEX "directory_entry_by_near_hash" ON "directory_entry"("environment_id", "near_hash") WHERE (removed_by IS NULL);
ALTER TABLE "directory_total" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0;

-- Present links that no user of the directory knows. reason: 'exact', 'sibling', 'near', 'none'. confidence: 'high', 'medium', 'low',
-- 'none'. rivals: other users that it could as well be. state: 'open', 'adopted', 'asked', 'ignored', by the live decision.
-- institution, status and created_at are the link's, so that an index serves every filter.
CREATE TABLE "orphan" (
    "environment_id" INTEGER NOT NULL,
    "link_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "matched_external_id" TEXT COLLATE "C",
    "evidence_link_id" UUID,
    "rivals" INTEGER NOT NULL,
    "institution" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "found_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "decision_id" UUID,

    CONSTRAINT "orphan_pkey" PRIMARY KEY ("environment_id","link_id")
);
CREATE INDEX "orphan_by_reason" ON "orphan"("environment_id", "reason", "state", "created_at", "link_id", "found_at");
CREATE INDEX "orphan_by_status" ON "orphan"("environment_id", "status", "reason", "state", "created_at", "link_id", "found_at");
CREATE INDEX "orphan_by_institution" ON "orphan"("environment_id", "institution", "reason", "state", "created_at", "link_id", "status", "found_at");

-- What people decided. kind: 'adopt', 'ask', 'ignore'. basis of an adoption: the reason, or 'typed'. Live until closed_at;
-- closed_as: 'undone', 'expired', 'settled' (the directory knows the link now), 'removed' (Belvo has the link no more).
CREATE TABLE "orphan_decision" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "link_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT COLLATE "C",
    "basis" TEXT,
    "note" TEXT,
    "until" TIMESTAMPTZ(6),
    "decided_by" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(6) NOT NULL,
    "export_id" UUID,
    "closed_at" TIMESTAMPTZ(6),
    "closed_as" TEXT,

    CONSTRAINT "orphan_decision_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE UNIQUE INDEX "orphan_decision_live" ON "orphan_decision"("environment_id", "link_id") WHERE (closed_at IS NULL);
CREATE INDEX "orphan_decision_of_link" ON "orphan_decision"("environment_id", "link_id", "decided_at");
CREATE INDEX "orphan_decision_to_export" ON "orphan_decision"("environment_id", "decided_at", "id") WHERE ((kind = 'adopt'::text) AND (export_id IS NULL) AND (closed_at IS NULL));
CREATE INDEX "orphan_decision_of_export" ON "orphan_decision"("environment_id", "export_id", "decided_at", "id") WHERE (export_id IS NOT NULL);
CREATE INDEX "orphan_decision_until" ON "orphan_decision"("environment_id", "until") WHERE ((closed_at IS NULL) AND (until IS NOT NULL));

-- One file of adoptions for the operator's database; its rows are the decisions that carry its id.
CREATE TABLE "adoption_export" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "member_id" UUID NOT NULL,
    "rows" INTEGER NOT NULL,

    CONSTRAINT "adoption_export_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "adoption_export_by_created" ON "adoption_export"("environment_id", "created_at", "id");

-- The opposite: link ids that the directory knows and Belvo has not. kind: 'removed', 'never' seen.
CREATE TABLE "missing_link" (
    "environment_id" INTEGER NOT NULL,
    "link_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "missing_link_pkey" PRIMARY KEY ("environment_id","link_id")
);
CREATE INDEX "missing_link_by_kind" ON "missing_link"("environment_id", "kind", "found_at", "link_id");

-- How far all links have been compared with a version of the directory. phase: 'links', 'ids', 'done'.
CREATE TABLE "orphan_review" (
    "environment_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "phase" TEXT NOT NULL,
    "cursor" UUID NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "orphan_review_pkey" PRIMARY KEY ("environment_id")
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['orphan', 'orphan_decision', 'adoption_export', 'missing_link', 'orphan_review'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_environment ON %I USING (environment_id = (SELECT bound_environment()))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO enlace_app', t);
  END LOOP;
END $$;
