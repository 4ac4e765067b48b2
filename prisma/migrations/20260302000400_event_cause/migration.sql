-- What a sweep's page shows of it. Links that it saw first are found by kind and time: a first load adds nothing here.
CREATE INDEX "link_event_of_cause" ON "link_event"("environment_id", "cause_id", "at", "id") WHERE (cause_id IS NOT NULL AND kind <> 'appeared'::text);
