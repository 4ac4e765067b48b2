-- kind: 'full' asks for every link there can be, 'delta' for what is new, what is broken, and the next slice of the rest.
-- cursor: where the slice ended.
ALTER TABLE "sweep_run" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'full',
  ADD COLUMN "cursor" TEXT;

ALTER TABLE "environment" ADD COLUMN "delta_every_minutes" INTEGER NOT NULL DEFAULT 5,
  ADD COLUMN "delta_requests" INTEGER NOT NULL DEFAULT 20;

-- What a run asks for, one row a range of creation days and a set of institutions or statuses; null is open, or all of them.
-- kind: 'links' is read, 'count' must equal the sum of the windows of its span. seen: different links on its pages.
CREATE TABLE "sweep_window" (
    "environment_id" INTEGER NOT NULL,
    "run_id" UUID NOT NULL,
    "id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "span" INTEGER NOT NULL,
    "from_day" DATE,
    "before_day" DATE,
    "institutions" TEXT[],
    "statuses" TEXT[],
    "expected" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "count" INTEGER,
    "seen" INTEGER,
    "passes" SMALLINT NOT NULL DEFAULT 0,
    "read_at" TIMESTAMPTZ(6),

    CONSTRAINT "sweep_window_pkey" PRIMARY KEY ("environment_id","run_id","id")
);
ALTER TABLE "sweep_window" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "sweep_window" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "sweep_window" TO enlace_app;

ALTER TABLE "sweep_page" ADD COLUMN "window" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "sweep_page" DROP CONSTRAINT "sweep_page_pkey",
  ADD CONSTRAINT "sweep_page_pkey" PRIMARY KEY ("environment_id","run_id","window","pass","page");
