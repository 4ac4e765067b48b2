-- The open addresses of a link that has just been told of, so that each minute's work follows what happened and not how many there are.
CREATE INDEX "open_repair_address_of_link" ON "repair_address"("environment_id", "link_id") WHERE "state" = 'open';

-- Up to when the events of links have been told to their addresses.
CREATE TABLE "repair_fold" (
    "environment_id" INTEGER NOT NULL,
    "event_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "repair_fold_pkey" PRIMARY KEY ("environment_id")
);
ALTER TABLE "repair_fold" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "repair_fold" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE ON "repair_fold" TO enlace_app;

-- How many addresses that are nobody's were lately opened by the clients of a bucket, which is a part of a keyed hash: never more rows than buckets.
CREATE TABLE "repair_miss" (
    "bucket" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL,
    "misses" INTEGER NOT NULL,

    CONSTRAINT "repair_miss_pkey" PRIMARY KEY ("bucket")
);
GRANT SELECT, INSERT, UPDATE ON "repair_miss" TO enlace_app;
