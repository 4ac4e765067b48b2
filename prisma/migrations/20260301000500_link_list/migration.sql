-- What occurs among the links of an environment: its lists are merged from these, and its filters offer them. "" is none.
CREATE TABLE "link_kind" (
    "environment_id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "access_mode" TEXT NOT NULL,
    "refresh_rate" TEXT NOT NULL,

    CONSTRAINT "link_kind_pkey" PRIMARY KEY ("environment_id", "status", "access_mode", "refresh_rate")
);

CREATE TABLE "link_place" (
    "environment_id" INTEGER NOT NULL,
    "institution" TEXT NOT NULL,
    "country" TEXT,
    "type" TEXT,

    CONSTRAINT "link_place_pkey" PRIMARY KEY ("environment_id", "institution")
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['link_kind', 'link_place'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_environment ON %I USING (environment_id = (SELECT bound_environment()))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO enlace_app', t);
  END LOOP;
END $$;

-- In the transaction of the links themselves, so that a list never misses a kind. Sorted, so that two writers never wait for each other in a circle.
CREATE FUNCTION note_link_kinds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO link_kind
  SELECT DISTINCT environment_id, status, coalesce(access_mode, ''), coalesce(refresh_rate, '') FROM changed
  EXCEPT SELECT environment_id, status, access_mode, refresh_rate FROM link_kind
  ORDER BY 1, 2, 3, 4
  ON CONFLICT DO NOTHING;
  INSERT INTO link_place
  SELECT DISTINCT environment_id, institution, country, type FROM changed
  WHERE NOT EXISTS (SELECT FROM link_place known WHERE known.environment_id = changed.environment_id AND known.institution = changed.institution)
  ORDER BY 1, 2
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER link_kinds_of_new AFTER INSERT ON link REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_link_kinds();
CREATE TRIGGER link_kinds_of_changed AFTER UPDATE ON link REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_link_kinds();

INSERT INTO link_kind SELECT DISTINCT environment_id, status, coalesce(access_mode, ''), coalesce(refresh_rate, '') FROM link;
INSERT INTO link_place SELECT DISTINCT environment_id, institution, country, type FROM link;

-- Compared byte by byte, whatever the language of the database: a beginning is a range.
ALTER TABLE link ALTER external_id TYPE text COLLATE "C", ALTER institution_user_id TYPE text COLLATE "C";

-- Each order of the list is held by status, and with it whatever a filter may ask, so that what does not match is passed over in the index.
CREATE INDEX "link_by_created" ON "link"("environment_id", "status", "created_at", "id", "status_since", "last_accessed_at", "refresh_due_at", "access_mode", "refresh_rate", "institution") WHERE (removed_at IS NULL);
CREATE INDEX "link_by_status_since" ON "link"("environment_id", "status", "status_since", "id", "created_at", "last_accessed_at", "refresh_due_at", "access_mode", "refresh_rate", "institution") WHERE (removed_at IS NULL);
CREATE INDEX "link_by_last_access" ON "link"("environment_id", "status", "access_mode", "refresh_rate", "last_accessed_at", "id", "created_at", "status_since", "refresh_due_at", "institution") WHERE (removed_at IS NULL);

-- An incident's links lie together in time: an institution needs its own order.
CREATE INDEX "link_by_institution_created" ON "link"("environment_id", "institution", "status", "created_at", "id") WHERE (removed_at IS NULL);
CREATE INDEX "link_by_institution_status_since" ON "link"("environment_id", "institution", "status", "status_since", "id") WHERE (removed_at IS NULL);
CREATE INDEX "link_by_institution_last_access" ON "link"("environment_id", "institution", "status", "last_accessed_at", "id") WHERE (removed_at IS NULL);
CREATE INDEX "link_by_refresh_due" ON "link"("environment_id", "refresh_due_at", "id") WHERE (removed_at IS NULL AND refresh_due_at IS NOT NULL);

CREATE INDEX "link_by_external_id" ON "link"("environment_id", "external_id", "id", "status", "access_mode", "refresh_rate", "institution", "removed_at", "created_at", "status_since", "last_accessed_at", "refresh_due_at");
CREATE INDEX "link_by_institution_user_id" ON "link"("environment_id", "institution_user_id", "id");

CREATE INDEX "removed_link_by_created" ON "link"("environment_id", "status", "created_at", "id") WHERE (removed_at IS NOT NULL);
CREATE INDEX "removed_link_by_status_since" ON "link"("environment_id", "status", "status_since", "id") WHERE (removed_at IS NOT NULL);
CREATE INDEX "removed_link_by_last_access" ON "link"("environment_id", "status", "last_accessed_at", "id") WHERE (removed_at IS NOT NULL);

-- Empty unless clocks disagree (moments of ours have no microseconds); with them, what is said of the creation bounds the other two.
CREATE INDEX "link_changed_before_created" ON "link"("environment_id", "status_since", "id") WHERE ((status_since AT TIME ZONE 'UTC'::text) < date_trunc('milliseconds'::text, (created_at AT TIME ZONE 'UTC'::text)));
CREATE INDEX "link_accessed_before_created" ON "link"("environment_id", "created_at", "id") WHERE (last_accessed_at < created_at);

-- A list is as good as what the planner knows of it.
ALTER TABLE link SET (autovacuum_analyze_scale_factor = 0.02);
