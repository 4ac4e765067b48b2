-- How many links of a deletion request, or of a batch, stand where: who watches one asks each second, and counting a hundred thousand takes
-- a quarter of one.
CREATE TABLE "deletion_count" (
    "environment_id" INTEGER NOT NULL,
    "request_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "links" INTEGER NOT NULL,

    CONSTRAINT "deletion_count_pkey" PRIMARY KEY ("environment_id","request_id","state")
);
CREATE TABLE "batch_count" (
    "environment_id" INTEGER NOT NULL,
    "batch_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "links" INTEGER NOT NULL,

    CONSTRAINT "batch_count_pkey" PRIMARY KEY ("environment_id","batch_id","state")
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['deletion_count', 'batch_count'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_environment ON %I USING (environment_id = (SELECT bound_environment()))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO enlace_app', t);
  END LOOP;
END $$;

-- In the transaction of the links themselves, so that no number is ever another than what it counts. What moves nothing waits for nobody;
-- sorted, so that two writers never wait for each other in a circle.
CREATE FUNCTION count_deletions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO deletion_count SELECT environment_id, request_id, state, count(*) FROM new_rows GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (environment_id, request_id, state) DO UPDATE SET links = deletion_count.links + excluded.links;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO deletion_count SELECT environment_id, request_id, state, -count(*) FROM old_rows GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (environment_id, request_id, state) DO UPDATE SET links = deletion_count.links + excluded.links;
  ELSE
    INSERT INTO deletion_count SELECT environment_id, request_id, state, sum(n) FROM (
      SELECT environment_id, request_id, state, 1 AS n FROM new_rows UNION ALL SELECT environment_id, request_id, state, -1 FROM old_rows) AS moved
    GROUP BY 1, 2, 3 HAVING sum(n) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (environment_id, request_id, state) DO UPDATE SET links = deletion_count.links + excluded.links;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION count_batch_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO batch_count SELECT environment_id, batch_id, state, count(*) FROM new_rows GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (environment_id, batch_id, state) DO UPDATE SET links = batch_count.links + excluded.links;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO batch_count SELECT environment_id, batch_id, state, -count(*) FROM old_rows GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (environment_id, batch_id, state) DO UPDATE SET links = batch_count.links + excluded.links;
  ELSE
    INSERT INTO batch_count SELECT environment_id, batch_id, state, sum(n) FROM (
      SELECT environment_id, batch_id, state, 1 AS n FROM new_rows UNION ALL SELECT environment_id, batch_id, state, -1 FROM old_rows) AS moved
    GROUP BY 1, 2, 3 HAVING sum(n) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (environment_id, batch_id, state) DO UPDATE SET links = batch_count.links + excluded.links;
  END IF;
  RETURN NULL;
END $$;

DO $$
DECLARE kept record;
BEGIN
  FOR kept IN SELECT * FROM (VALUES ('deletion', 'count_deletions'), ('batch_item', 'count_batch_items')) AS k (items, counted) LOOP
    EXECUTE format('CREATE TRIGGER counted_when_new AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %I()', kept.items, kept.counted);
    EXECUTE format('CREATE TRIGGER counted_when_gone AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %I()', kept.items, kept.counted);
    EXECUTE format('CREATE TRIGGER counted_when_moved AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %I()', kept.items, kept.counted);
  END LOOP;
END $$;

INSERT INTO deletion_count SELECT environment_id, request_id, state, count(*) FROM deletion GROUP BY 1, 2, 3;
INSERT INTO batch_count SELECT environment_id, batch_id, state, count(*) FROM batch_item GROUP BY 1, 2, 3;
