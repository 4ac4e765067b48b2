-- Whether Belvo has an old link no more, kept with the plan's item: to ask every link of a plan on each view grew with the plan.
ALTER TABLE "duplicate_plan_item" ADD COLUMN "gone" BOOLEAN NOT NULL DEFAULT false;

UPDATE "duplicate_plan_item" i SET gone = true FROM "link" l
WHERE l.environment_id = i.environment_id AND l.id = i.old_link_id AND l.removed_at IS NOT NULL;

CREATE INDEX "duplicate_plan_item_gone" ON "duplicate_plan_item"("environment_id", "plan_id") WHERE gone;
