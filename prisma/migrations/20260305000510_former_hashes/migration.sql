-- Every hash that an address has had: a new ENLACE_KEY and its being revoked each give it another, and who holds an old one is still told what became of it.
CREATE TABLE "repair_former_hash" (
    "environment_id" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "address_id" UUID NOT NULL,

    CONSTRAINT "repair_former_hash_pkey" PRIMARY KEY ("hash")
);
INSERT INTO "repair_former_hash" ("environment_id", "hash", "address_id")
SELECT "environment_id", "former_hash", "id" FROM "repair_address" WHERE "former_hash" IS NOT NULL;

CREATE OR REPLACE FUNCTION find_repair_address(p_hash bytea) RETURNS TABLE (environment_id integer, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.environment_id, a.id FROM repair_address a WHERE a.hash = p_hash
  UNION ALL
  SELECT f.environment_id, f.address_id FROM repair_former_hash f WHERE f.hash = p_hash
  LIMIT 1
$$;
ALTER TABLE "repair_address" DROP COLUMN "former_hash";

ALTER TABLE "repair_former_hash" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "repair_former_hash" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT ON "repair_former_hash" TO enlace_app;
