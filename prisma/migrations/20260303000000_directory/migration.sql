-- The operator's own users. An entry is a row of an import that was new: who brought it in, and on which line. link_id is null for a
-- user without links. removed_by names the import that took it out again; only entries without one count.
CREATE TABLE "directory_entry" (
    "environment_id" INTEGER NOT NULL,
    "import_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "external_id" TEXT COLLATE "C" NOT NULL,
    "link_id" UUID,
    "removed_by" UUID,

    CONSTRAINT "directory_entry_pkey" PRIMARY KEY ("environment_id","import_id","line")
);
CREATE UNIQUE INDEX "directory_entry_known" ON "directory_entry"("environment_id", "external_id", "link_id") NULLS NOT DISTINCT WHERE (removed_by IS NULL);
CREATE INDEX "directory_entry_by_link" ON "directory_entry"("environment_id", "link_id", "external_id") WHERE ((link_id IS NOT NULL) AND (removed_by IS NULL));
CREATE INDEX "directory_entry_by_remover" ON "directory_entry"("environment_id", "removed_by") WHERE (removed_by IS NOT NULL);

-- source: 'file', 'sql', 'command'. mode: 'add', 'replace' (what is not in it is taken out). bad_rows: 'stop' (nothing is imported), 'skip'.
-- state: 'receiving', 'received', 'queued', 'running', then 'done', 'refused', 'failed', 'cancelled' or, later, 'undone'.
CREATE TABLE "directory_import" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "source" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "mode" TEXT NOT NULL DEFAULT 'add',
    "bad_rows" TEXT NOT NULL DEFAULT 'stop',
    "file_name" TEXT,
    "bytes" BIGINT,
    "sha256" BYTEA,
    "format" JSONB,
    "columns" JSONB,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "imported" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "member_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "started_at" TIMESTAMPTZ(6),
    "alive_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "failure" TEXT,
    "undone_at" TIMESTAMPTZ(6),
    "undone_by" UUID,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "directory_import_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "directory_import_environment_id_created_at_idx" ON "directory_import"("environment_id", "created_at");
-- One import at a time in an environment, whoever starts them.
CREATE UNIQUE INDEX "directory_import_one_active" ON "directory_import"("environment_id") WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

-- A file as it was received, until it ends (directory_import.ended_at); its hash stays. EXTERNAL: compressing it would cost more than it saves.
CREATE TABLE "directory_file" (
    "environment_id" INTEGER NOT NULL,
    "import_id" UUID NOT NULL,
    "part" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "directory_file_pkey" PRIMARY KEY ("environment_id","import_id","part")
);
ALTER TABLE "directory_file" ALTER COLUMN "body" SET STORAGE EXTERNAL;

-- The first of the rows that an import refused; directory_import.refused counts all. value is masked.
CREATE TABLE "directory_refusal" (
    "environment_id" INTEGER NOT NULL,
    "import_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "value" TEXT,

    CONSTRAINT "directory_refusal_pkey" PRIMARY KEY ("environment_id","import_id","line")
);

-- How much is known, counted whenever entries have come or gone: counting a million takes longer than a page may.
CREATE TABLE "directory_total" (
    "environment_id" INTEGER NOT NULL,
    "users" INTEGER NOT NULL,
    "links" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "directory_total_pkey" PRIMARY KEY ("environment_id")
);

ALTER TABLE "directory_total" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "directory_total" USING (environment_id = (SELECT bound_environment()));
ALTER TABLE "directory_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "directory_import" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "directory_file" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "directory_refusal" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "directory_entry" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "directory_import" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "directory_file" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "directory_refusal" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "directory_entry", "directory_import", "directory_file", "directory_refusal", "directory_total" TO enlace_app;

-- Rows are staged in a table of their transaction. Some servers take this from everybody.
DO $$ BEGIN
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO enlace_app', current_database());
END $$;
