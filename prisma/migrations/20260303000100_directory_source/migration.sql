-- Secrets of an environment beside Belvo's key, sealed. Seen from everywhere, as the environment's own row, so that all are sealed anew at once.
CREATE TABLE "environment_secret" (
    "environment_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "environment_secret_pkey" PRIMARY KEY ("environment_id","name")
);
GRANT SELECT, INSERT, UPDATE, DELETE ON "environment_secret" TO enlace_app;

-- A database of the operator's that the directory is read from. What a connection is opened with lies sealed in environment_secret;
-- the place is repeated here to be shown. every_hours 0: by hand alone.
CREATE TABLE "directory_source" (
    "environment_id" INTEGER NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "database" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "sslmode" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "every_hours" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "directory_source_pkey" PRIMARY KEY ("environment_id")
);

-- state: 'queued', 'running', 'done', 'failed'. problem and detail say why it failed, in nothing personal.
CREATE TABLE "directory_source_run" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "state" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "requested_by" UUID,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "import_id" UUID,
    "superuser" BOOLEAN NOT NULL DEFAULT false,
    "problem" TEXT,
    "detail" TEXT,

    CONSTRAINT "directory_source_run_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "directory_source_run_environment_id_requested_at_idx" ON "directory_source_run"("environment_id", "requested_at");
CREATE UNIQUE INDEX "directory_source_run_one_active" ON "directory_source_run"("environment_id") WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

ALTER TABLE "directory_source" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "directory_source_run" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "directory_source" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "directory_source_run" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "directory_source" TO enlace_app;
GRANT SELECT, INSERT, UPDATE ON "directory_source_run" TO enlace_app;
