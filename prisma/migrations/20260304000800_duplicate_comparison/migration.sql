-- Links compared by their accounts on demand. links: an array of { linkId, outcome, prints, code }; prints are hashes of account names
-- and numbers by the environment's own key, never these themselves.
CREATE TABLE "duplicate_comparison" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "institution" TEXT NOT NULL,
    "requested_by" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,
    "links" JSONB NOT NULL,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "duplicate_comparison_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "duplicate_comparison_environment_id_requested_at_idx" ON "duplicate_comparison"("environment_id", "requested_at");
-- One at a time in an environment, whoever asks.
CREATE UNIQUE INDEX "duplicate_comparison_one_active" ON "duplicate_comparison"("environment_id") WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

ALTER TABLE "duplicate_comparison" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "duplicate_comparison" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "duplicate_comparison" TO enlace_app;
