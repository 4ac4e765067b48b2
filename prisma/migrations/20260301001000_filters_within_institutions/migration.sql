-- Within an institution, what is overdue, of a mode or of a rate may be rare: it is passed over in the index, not in the table.
DROP INDEX "link_by_institution_created";
DROP INDEX "link_by_institution_status_since";
DROP INDEX "link_by_institution_last_access";
CREATE INDEX "link_by_institution_created" ON "link"("environment_id", "institution", "status", "created_at", "id", "refresh_due_at", "access_mode", "refresh_rate") WHERE (removed_at IS NULL);
CREATE INDEX "link_by_institution_status_since" ON "link"("environment_id", "institution", "status", "status_since", "id", "refresh_due_at", "access_mode", "refresh_rate") WHERE (removed_at IS NULL);
CREATE INDEX "link_by_institution_last_access" ON "link"("environment_id", "institution", "status", "last_accessed_at", "id", "refresh_due_at", "access_mode", "refresh_rate") WHERE (removed_at IS NULL);

-- What is overdue is counted in the index alone, whatever else is asked.
DROP INDEX "link_by_refresh_due";
CREATE INDEX "link_by_refresh_due" ON "link"("environment_id", "refresh_due_at", "id", "institution", "status", "access_mode", "refresh_rate") WHERE (removed_at IS NULL AND refresh_due_at IS NOT NULL);
