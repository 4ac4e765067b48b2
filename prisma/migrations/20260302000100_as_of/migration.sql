-- Which links had a rare status on a past day: those that left it since, found without reading what became of all the others.
CREATE INDEX "link_event_left" ON "link_event"("environment_id", "before", "at", "link_id") WHERE (kind = ANY (ARRAY['status'::text, 'removed'::text]));
