-- kind: 'refresh', 'access_mode'. state: 'draft', 'running', 'paused', 'done', 'cancelled', 'expired'. holder: the run that works on it.
CREATE TABLE "batch" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "access_mode" TEXT,
    "state" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "expected" INTEGER,
    "links" INTEGER NOT NULL DEFAULT 0,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "confirmed_by" UUID,
    "confirmed_at" TIMESTAMPTZ(6),
    "started_at" TIMESTAMPTZ(6),
    "moved_by" UUID,
    "moved_at" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),
    "holder" UUID,
    "problem" JSONB,

    CONSTRAINT "batch_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "batch_environment_id_created_at_id_idx" ON "batch"("environment_id", "created_at", "id");
CREATE INDEX "batch_environment_id_state_created_at_idx" ON "batch"("environment_id", "state", "created_at");

-- One link of a batch: how it was when it was chosen, never whose it is, and what came of it.
-- state: 'draft', 'left_out', 'waiting', 'sent', 'done', 'failed', 'unknown', 'cancelled'.
CREATE TABLE "batch_item" (
    "environment_id" INTEGER NOT NULL,
    "batch_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "institution" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "access_mode" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "belvo_request_id" TEXT,
    "sent_at" TIMESTAMPTZ(6),
    "settled_at" TIMESTAMPTZ(6),

    CONSTRAINT "batch_item_pkey" PRIMARY KEY ("environment_id","batch_id","link_id")
);
CREATE INDEX "batch_item_by_state" ON "batch_item"("environment_id", "batch_id", "state", "link_id");
CREATE INDEX "batch_item_of_link" ON "batch_item"("environment_id", "link_id", "sent_at");

ALTER TABLE "batch" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "batch" USING (environment_id = (SELECT bound_environment()));
ALTER TABLE "batch_item" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "batch_item" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE ON "batch", "batch_item" TO enlace_app;
-- Drafts that nobody confirmed end; what was confirmed stays.
GRANT DELETE ON "batch_item" TO enlace_app;
