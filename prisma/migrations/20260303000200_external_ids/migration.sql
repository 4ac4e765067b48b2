-- What is wrong with the external ids of present links; never the id itself. grade: 'certain', 'likely', or 'number', which fits its
-- kind but counts only where most numbers of its shape do.
CREATE TABLE "external_id_finding" (
    "environment_id" INTEGER NOT NULL,
    "link_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "shape" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "external_id_finding_pkey" PRIMARY KEY ("environment_id","link_id","kind")
);
CREATE INDEX "external_id_finding_by_kind" ON "external_id_finding"("environment_id", "kind", "shape", "found_at", "link_id");

-- Appended, then folded by a job. what: a kind; 'none', links without an external id; 'alike', numbers of one shape.
CREATE TABLE "external_id_count" (
    "environment_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "what" TEXT NOT NULL,
    "shape" TEXT NOT NULL,
    "delta" INTEGER NOT NULL,

    CONSTRAINT "external_id_count_pkey" PRIMARY KEY ("environment_id","id")
);

-- By which rules the links have been looked at, and up to which id; cursor is null once all have. Without a row none have.
CREATE TABLE "external_id_review" (
    "environment_id" INTEGER NOT NULL,
    "rules_version" INTEGER NOT NULL,
    "cursor" UUID,

    CONSTRAINT "external_id_review_pkey" PRIMARY KEY ("environment_id")
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['external_id_finding', 'external_id_count', 'external_id_review'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_environment ON %I USING (environment_id = (SELECT bound_environment()))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO enlace_app', t);
  END LOOP;
END $$;
GRANT USAGE ON SEQUENCE "external_id_count_id_seq" TO enlace_app;
