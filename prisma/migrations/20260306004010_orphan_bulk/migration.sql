-- One decision about all orphans that matched a filter. kind: 'adopt', 'ask', 'ignore', 'undo'. state: 'running', 'done', 'cancelled'.
-- undoes: the one whose decisions it takes back. The note is its decisions'; here it is forgotten once they have it.
CREATE TABLE "orphan_bulk" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "params" TEXT NOT NULL,
    "note" TEXT,
    "until" TIMESTAMPTZ(6),
    "undoes" UUID,
    "state" TEXT NOT NULL DEFAULT 'running',
    "links" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "decided" INTEGER NOT NULL DEFAULT 0,
    "member_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "orphan_bulk_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "orphan_bulk_by_age" ON "orphan_bulk"("environment_id", "created_at", "id");
CREATE UNIQUE INDEX "orphan_bulk_undo" ON "orphan_bulk"("environment_id", "undoes") WHERE (undoes IS NOT NULL);

-- Its links, frozen when it was asked for. outcome: 'taken', or why it was left out; null until it was its turn.
CREATE TABLE "orphan_bulk_item" (
    "environment_id" INTEGER NOT NULL,
    "bulk_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "link_id" UUID NOT NULL,
    "outcome" TEXT,

    CONSTRAINT "orphan_bulk_item_pkey" PRIMARY KEY ("environment_id","bulk_id","place")
);
CREATE INDEX "orphan_bulk_item_left_out" ON "orphan_bulk_item"("environment_id", "bulk_id", "place") WHERE (outcome <> 'taken'::text);

-- Of which of them a decision is; null where a person named the links.
ALTER TABLE "orphan_decision" ADD COLUMN "bulk_id" UUID;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['orphan_bulk', 'orphan_bulk_item'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_environment ON %I USING (environment_id = (SELECT bound_environment()))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO enlace_app', t);
  END LOOP;
END $$;
