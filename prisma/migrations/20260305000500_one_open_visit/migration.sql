-- An address has one visit at a time: whoever presses in a second tab goes on there.
UPDATE "repair_session" s SET "state" = 'replaced', "settled_at" = now()
WHERE s."state" = 'open' AND s."address_id" IS NOT NULL AND EXISTS (
  SELECT FROM "repair_session" o WHERE o."environment_id" = s."environment_id" AND o."address_id" = s."address_id" AND o."state" = 'open'
    AND (o."opened_at", o."id") > (s."opened_at", s."id"));
CREATE UNIQUE INDEX "open_visit_of_address" ON "repair_session"("environment_id", "address_id") WHERE "state" = 'open' AND "address_id" IS NOT NULL;
