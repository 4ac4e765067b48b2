-- How long a request is held, from how many links on a second member decides, and how long a removed link keeps what is personal.
ALTER TABLE "environment" ADD COLUMN "deletion_hold_hours" INTEGER NOT NULL DEFAULT 24,
  ADD COLUMN "deletion_threshold" INTEGER NOT NULL DEFAULT 25,
  ADD COLUMN "personal_days" INTEGER NOT NULL DEFAULT 90;

-- state: 'draft', 'awaiting_approval', 'held', 'running', 'done', 'cancelled', 'refused', 'expired'. participants may not approve.
CREATE TABLE "deletion_request" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "state" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" UUID,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "participants" UUID[],
    "expected" INTEGER,
    "links" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "requested_by" UUID,
    "requested_at" TIMESTAMPTZ(6),
    "hold_hours" INTEGER NOT NULL DEFAULT 0,
    "needs_approval" BOOLEAN NOT NULL DEFAULT false,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "decision_reason" TEXT,
    "held_until" TIMESTAMPTZ(6),
    "started_at" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),
    "cancelled_by" UUID,
    "holder" UUID,
    "problem" JSONB,
    "certificate" TEXT,
    "sha256" BYTEA,

    CONSTRAINT "deletion_request_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "deletion_request_environment_id_created_at_id_idx" ON "deletion_request"("environment_id", "created_at", "id");
CREATE INDEX "deletion_request_environment_id_state_created_at_idx" ON "deletion_request"("environment_id", "state", "created_at");
ALTER TABLE "deletion_request" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "deletion_request" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE ON "deletion_request" TO enlace_app;

-- A deletion is an item of a request: what was known of the link when it was chosen, never whose it is, and what came of it.
ALTER TABLE "deletion" ADD COLUMN "request_id" UUID,
  ADD COLUMN "institution" TEXT,
  ADD COLUMN "status" TEXT,
  ADD COLUMN "link_created_at" TIMESTAMPTZ(6),
  ADD COLUMN "observed_at" TIMESTAMPTZ(6),
  ADD COLUMN "survivor_id" UUID,
  ADD COLUMN "in_directory" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "skipped" TEXT,
  ADD COLUMN "looks" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "next_look_at" TIMESTAMPTZ(6),
  ADD COLUMN "confirmed_by" TEXT,
  ADD COLUMN "confirmed_at" TIMESTAMPTZ(6),
  ADD COLUMN "webhook_at" TIMESTAMPTZ(6);

-- Deletions of single links become requests of one. Those that have left, or ended, are looked at once more by the job that ends requests.
UPDATE "deletion" d SET "request_id" = d."id", "institution" = l."institution", "status" = l."status", "link_created_at" = l."created_at",
  "observed_at" = l."observed_at", "next_look_at" = CASE WHEN d."state" = 'accepted' THEN d."accepted_at" END
FROM "link" l WHERE l."environment_id" = d."environment_id" AND l."id" = d."link_id";
INSERT INTO "deletion_request" ("environment_id", "id", "state", "source", "created_by", "created_at", "participants", "links", "reason",
  "requested_by", "requested_at", "held_until", "ended_at")
SELECT "environment_id", "id", CASE "state" WHEN 'requested' THEN 'held' WHEN 'cancelled' THEN 'cancelled' ELSE 'running' END, 'link',
  "requested_by", "requested_at", ARRAY["requested_by"], 1, "reason", "requested_by", "requested_at", "requested_at" + interval '10 seconds',
  CASE "state" WHEN 'cancelled' THEN "settled_at" END
FROM "deletion";
ALTER TABLE "deletion" ALTER COLUMN "request_id" SET NOT NULL,
  ALTER COLUMN "institution" SET NOT NULL,
  ALTER COLUMN "status" SET NOT NULL,
  ALTER COLUMN "link_created_at" SET NOT NULL,
  ALTER COLUMN "observed_at" SET NOT NULL,
  DROP COLUMN "requested_by",
  DROP COLUMN "reason";
DROP INDEX "deletion_environment_id_state_requested_at_idx";
CREATE INDEX "deletion_of_request" ON "deletion"("environment_id", "request_id", "link_id");
CREATE INDEX "deletion_of_request_by_state" ON "deletion"("environment_id", "request_id", "state", "attempts", "link_id");
CREATE INDEX "deletion_to_look_after" ON "deletion"("environment_id", "request_id", "next_look_at") WHERE "state" = 'accepted';
-- A link leaves once at a time.
CREATE UNIQUE INDEX "deletion_under_way" ON "deletion"("environment_id", "link_id") WHERE "state" IN ('requested', 'sent', 'accepted');
-- Drafts that nobody confirmed end; what was confirmed stays.
GRANT DELETE ON "deletion" TO enlace_app;

-- Whose personal values have been blanked, and the next whose time has come.
ALTER TABLE "link" ADD COLUMN "blanked_at" TIMESTAMPTZ(6);
CREATE INDEX "link_to_blank" ON "link"("environment_id", "removed_at", "id") WHERE "removed_at" IS NOT NULL AND "blanked_at" IS NULL;
