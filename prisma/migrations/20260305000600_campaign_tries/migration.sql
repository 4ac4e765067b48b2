-- Whether a member ever tried at the widget, and ever failed there, whatever came of it later: the stop rule goes by these.
ALTER TABLE "campaign_member" ADD COLUMN "tried" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "failed" BOOLEAN NOT NULL DEFAULT false;
UPDATE "campaign_member" SET "tried" = true, "failed" = "outcome" = 'failed' WHERE "outcome" IN ('repaired', 'gave_up', 'failed');
INSERT INTO "campaign_count" ("environment_id", "campaign_id", "held_out", "institution", "kind", "links")
SELECT m."environment_id", m."campaign_id", false, m."institution", k."kind", count(*) FROM "campaign_member" m
CROSS JOIN (VALUES ('ever_tried'), ('ever_failed')) AS k ("kind")
WHERE m."left_out" IS NULL AND m."wave" > 0 AND CASE k."kind" WHEN 'ever_tried' THEN m."tried" ELSE m."failed" END
GROUP BY 1, 2, 3, 4, 5;

-- When its addresses were last fetched as a file.
ALTER TABLE "campaign" ADD COLUMN "downloaded_at" TIMESTAMPTZ(6);

-- What waits only because its campaign stands still, or another wave of it has just gone out.
ALTER TABLE "outgoing_delivery" ADD COLUMN "put_off" BOOLEAN NOT NULL DEFAULT false;
