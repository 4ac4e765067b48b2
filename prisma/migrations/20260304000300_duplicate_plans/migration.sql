-- What is to become of duplicates, frozen when it was made. state: 'making', 'draft', 'ready', 'applied', then 'done', or 'cancelled'.
-- left_out: groups that matched and did not enter. not_valid, still_used and joined are of checked_at.
CREATE TABLE "duplicate_plan" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "state" TEXT NOT NULL,
    "matched" INTEGER NOT NULL DEFAULT 0,
    "left_out" JSONB NOT NULL DEFAULT '{}',
    "groups" INTEGER NOT NULL DEFAULT 0,
    "made" INTEGER NOT NULL DEFAULT 0,
    "items" INTEGER NOT NULL DEFAULT 0,
    "not_valid" INTEGER NOT NULL DEFAULT 0,
    "still_used" INTEGER NOT NULL DEFAULT 0,
    "joined" INTEGER NOT NULL DEFAULT 0,
    "checked_at" TIMESTAMPTZ(6),
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "reviewed_by" UUID,
    "reviewed_at" TIMESTAMPTZ(6),
    "applied_by" UUID,
    "applied_at" TIMESTAMPTZ(6),
    "ended_by" UUID,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "duplicate_plan_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "duplicate_plan_by_age" ON "duplicate_plan"("environment_id", "created_at", "id");
CREATE INDEX "duplicate_plan_applied" ON "duplicate_plan"("environment_id", "id") WHERE (state = 'applied'::text);

-- proposed_id: what the rule says; survivor_id: what stays, after whoever decided. Both null until it is the group's turn.
CREATE TABLE "duplicate_plan_group" (
    "environment_id" INTEGER NOT NULL,
    "plan_id" UUID NOT NULL,
    "group_no" INTEGER NOT NULL,
    "group_id" UUID NOT NULL,
    "institution" TEXT NOT NULL,
    "institution_user_id" TEXT COLLATE "C" NOT NULL,
    "shared_login" BOOLEAN NOT NULL,
    "open" BOOLEAN NOT NULL DEFAULT true,
    "proposed_id" UUID,
    "survivor_id" UUID,
    "reason" TEXT,
    "decided_by" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "duplicate_plan_group_pkey" PRIMARY KEY ("environment_id","plan_id","group_no")
);
-- One plan at a time has a group, whoever makes them.
CREATE UNIQUE INDEX "duplicate_plan_group_open" ON "duplicate_plan_group"("environment_id", "institution", "institution_user_id") WHERE open;

-- A link that is to go, and the one that stays in its place. not_valid, still_used and joined are of the plan's checked_at.
CREATE TABLE "duplicate_plan_item" (
    "environment_id" INTEGER NOT NULL,
    "plan_id" UUID NOT NULL,
    "group_no" INTEGER NOT NULL,
    "old_link_id" UUID NOT NULL,
    "new_link_id" UUID NOT NULL,
    "external_id" TEXT COLLATE "C",
    "not_valid" BOOLEAN NOT NULL DEFAULT false,
    "still_used" BOOLEAN NOT NULL DEFAULT false,
    "joined" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "duplicate_plan_item_pkey" PRIMARY KEY ("environment_id","plan_id","group_no","old_link_id")
);
CREATE INDEX "duplicate_plan_item_warned" ON "duplicate_plan_item"("environment_id", "plan_id", "group_no", "old_link_id") WHERE (not_valid OR still_used OR joined);

ALTER TABLE "duplicate_plan" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "duplicate_plan_group" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "duplicate_plan_item" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "duplicate_plan" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "duplicate_plan_group" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "duplicate_plan_item" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "duplicate_plan", "duplicate_plan_group", "duplicate_plan_item" TO enlace_app;
