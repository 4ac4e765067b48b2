-- Where an environment's own events are sent. The secrets that sign them lie sealed in environment_secret.
CREATE TABLE "outgoing_endpoint" (
    "environment_id" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "saved_by" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(6) NOT NULL,
    "rotated_at" TIMESTAMPTZ(6),

    CONSTRAINT "outgoing_endpoint_pkey" PRIMARY KEY ("environment_id")
);

-- state: 'waiting', 'sending', 'delivered', 'failed'. body holds no address and no external id: they are filled in when it is sent.
-- next_at: when it is sent; of 'sending' when whoever had it is taken for dead.
CREATE TABLE "outgoing_delivery" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "event" TEXT NOT NULL,
    "subject_id" UUID,
    "body" JSONB NOT NULL,
    "items" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "next_at" TIMESTAMPTZ(6),
    "attempted_at" TIMESTAMPTZ(6),
    "settled_at" TIMESTAMPTZ(6),
    "http_status" INTEGER,
    "problem" TEXT,

    CONSTRAINT "outgoing_delivery_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "outgoing_delivery_by_age" ON "outgoing_delivery"("environment_id", "created_at", "id");
CREATE INDEX "outgoing_delivery_failed" ON "outgoing_delivery"("environment_id", "created_at", "id") WHERE (state = 'failed'::text);
CREATE INDEX "outgoing_delivery_due" ON "outgoing_delivery"("environment_id", "next_at") WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text]));
CREATE INDEX "outgoing_delivery_of_subject" ON "outgoing_delivery"("environment_id", "subject_id", "created_at", "id") WHERE (subject_id IS NOT NULL);

ALTER TABLE "outgoing_endpoint" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "outgoing_delivery" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "outgoing_endpoint" USING (environment_id = (SELECT bound_environment()));
CREATE POLICY of_environment ON "outgoing_delivery" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "outgoing_endpoint", "outgoing_delivery" TO enlace_app;
