-- holder: who works on the run; a second claim takes it away from a first that is dead. phase: 'pages', then 'confirming'.
ALTER TABLE "sweep_run" ADD COLUMN "phase" TEXT NOT NULL DEFAULT 'pages',
  ADD COLUMN "holder" UUID,
  ADD COLUMN "confirmed_at" TIMESTAMPTZ(6),
  ADD COLUMN "checked" INTEGER NOT NULL DEFAULT 0;

-- One sweep at a time in an environment, whoever starts them.
CREATE UNIQUE INDEX "sweep_run_one_active" ON "sweep_run"("environment_id") WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE INDEX "sweep_page_environment_id_observed_at_idx" ON "sweep_page"("environment_id", "observed_at");
