-- state: 'draft', 'running', 'paused', 'ended'. filter names no person. pause: 'member', 'failures'. wave_minutes 0: all at once.
-- stop_settled and stop_failed: what had been tried when it was last started, of which the stop rule takes no account.
CREATE TABLE "campaign" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "filter" TEXT,
    "lines" INTEGER NOT NULL DEFAULT 0,
    "bad_lines" INTEGER NOT NULL DEFAULT 0,
    "seed" UUID NOT NULL DEFAULT gen_random_uuid(),
    "held_out_percent" INTEGER NOT NULL,
    "asked_within_days" INTEGER NOT NULL,
    "valid_days" INTEGER NOT NULL,
    "wave_minutes" INTEGER NOT NULL,
    "openings_per_minute" INTEGER NOT NULL,
    "stop_percent" INTEGER NOT NULL,
    "members" INTEGER NOT NULL DEFAULT 0,
    "held_out" INTEGER NOT NULL DEFAULT 0,
    "waves" INTEGER NOT NULL DEFAULT 0,
    "wave" INTEGER NOT NULL DEFAULT 1,
    "wave_at" TIMESTAMPTZ(6),
    "stop_settled" INTEGER NOT NULL DEFAULT 0,
    "stop_failed" INTEGER NOT NULL DEFAULT 0,
    "pause" TEXT,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "judged_at" TIMESTAMPTZ(6) NOT NULL,
    "started_by" UUID,
    "started_at" TIMESTAMPTZ(6),
    "paused_at" TIMESTAMPTZ(6),
    "expires_at" TIMESTAMPTZ(6),
    "reminded_at" TIMESTAMPTZ(6),
    "ended_by" UUID,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "campaign_by_age" ON "campaign"("environment_id", "created_at", "id");
CREATE INDEX "campaign_under_way" ON "campaign"("environment_id", "id") WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]));

-- Every link that was chosen. left_out: why nobody is asked. wave 0: held out. outcome: what came of it last; null is untouched.
CREATE TABLE "campaign_member" (
    "environment_id" INTEGER NOT NULL,
    "campaign_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "institution" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "left_out" TEXT,
    "wave" INTEGER,
    "draw" BIGINT NOT NULL,
    "address_id" UUID,
    "sent_at" TIMESTAMPTZ(6),
    "opened_at" TIMESTAMPTZ(6),
    "outcome" TEXT,
    "outcome_at" TIMESTAMPTZ(6),

    CONSTRAINT "campaign_member_pkey" PRIMARY KEY ("environment_id","campaign_id","link_id")
);
CREATE INDEX "campaign_member_of_link" ON "campaign_member"("environment_id", "link_id") WHERE (left_out IS NULL);
CREATE INDEX "campaign_member_to_ask" ON "campaign_member"("environment_id", "campaign_id", "wave", "draw") WHERE ((wave > 0) AND (address_id IS NULL) AND (outcome IS NULL));
CREATE INDEX "campaign_member_untouched" ON "campaign_member"("environment_id", "campaign_id", "link_id") WHERE ((address_id IS NOT NULL) AND (opened_at IS NULL) AND (outcome IS NULL));

-- Of a draft: how many links were chosen, and how many of them are left out and why; '' is nothing.
CREATE TABLE "campaign_cohort" (
    "environment_id" INTEGER NOT NULL,
    "campaign_id" UUID NOT NULL,
    "institution" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "left_out" TEXT NOT NULL,
    "links" INTEGER NOT NULL,

    CONSTRAINT "campaign_cohort_pkey" PRIMARY KEY ("environment_id","campaign_id","institution","status","left_out")
);

-- Lines of a pasted list that named no link, or named one again. What stood there is not kept.
CREATE TABLE "campaign_line" (
    "environment_id" INTEGER NOT NULL,
    "campaign_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "campaign_line_pkey" PRIMARY KEY ("environment_id","campaign_id","line")
);

-- What became of the members, folded by a job: kind 'members', 'sent', 'opened', and each outcome.
CREATE TABLE "campaign_count" (
    "environment_id" INTEGER NOT NULL,
    "campaign_id" UUID NOT NULL,
    "held_out" BOOLEAN NOT NULL,
    "institution" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "links" INTEGER NOT NULL,

    CONSTRAINT "campaign_count_pkey" PRIMARY KEY ("environment_id","campaign_id","held_out","institution","kind")
);
CREATE TABLE "campaign_day" (
    "environment_id" INTEGER NOT NULL,
    "campaign_id" UUID NOT NULL,
    "held_out" BOOLEAN NOT NULL,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "links" INTEGER NOT NULL,

    CONSTRAINT "campaign_day_pkey" PRIMARY KEY ("environment_id","campaign_id","held_out","day","kind")
);

-- Up to where the outcomes of addresses and the events of links have been folded.
CREATE TABLE "campaign_fold" (
    "environment_id" INTEGER NOT NULL,
    "outcome_id" BIGINT NOT NULL,
    "event_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "campaign_fold_pkey" PRIMARY KEY ("environment_id")
);

ALTER TABLE "campaign" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "campaign_member" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "campaign_cohort" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "campaign_line" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "campaign_count" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "campaign_day" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "campaign_fold" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "campaign" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "campaign_member" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "campaign_cohort" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "campaign_line" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "campaign_count" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "campaign_day" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "campaign_fold" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "campaign", "campaign_member", "campaign_cohort", "campaign_line", "campaign_count", "campaign_day", "campaign_fold" TO enlace_app;
