-- By which links that are long gone are found in plans, so that what is personal of them can be blanked there.
CREATE INDEX "duplicate_plan_item_of_link" ON "duplicate_plan_item"("environment_id", "old_link_id");
