-- Changes of status that Belvo announces by a webhook, found by a sweep before any webhook came. late_at: when one came after all.
CREATE TABLE "missed_event" (
    "environment_id" INTEGER NOT NULL,
    "event_at" TIMESTAMPTZ(6) NOT NULL,
    "event_id" BIGINT NOT NULL,
    "link_id" UUID NOT NULL,
    "institution" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "late_at" TIMESTAMPTZ(6),

    CONSTRAINT "missed_event_pkey" PRIMARY KEY ("environment_id","event_at","event_id")
);
CREATE INDEX "missed_event_environment_id_link_id_event_at_idx" ON "missed_event"("environment_id", "link_id", "event_at");

ALTER TABLE "missed_event" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "missed_event" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE ON "missed_event" TO enlace_app;
