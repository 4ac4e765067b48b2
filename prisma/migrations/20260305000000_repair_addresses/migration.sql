-- Addresses at which a customer repairs one link, good for days. Their token is recomputed from id and generation; only its hash is kept.
-- state: 'open', 'repaired', 'healed' (valid without it), 'expired', 'revoked'. last_outcome: 'gave_up', 'failed', 'expired' of the latest visit.
-- A revoked address is of the next generation; former_hash is the one it had, so that who still holds it is told whom to ask.
CREATE TABLE "repair_address" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "link_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "hash" BYTEA NOT NULL,
    "former_hash" BYTEA,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "created_by" UUID,
    "campaign_id" UUID,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "first_opened_at" TIMESTAMPTZ(6),
    "state" TEXT NOT NULL DEFAULT 'open',
    "last_outcome" TEXT,
    "error_code" TEXT,
    "settled_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),
    "revoked_by" UUID,

    CONSTRAINT "repair_address_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE UNIQUE INDEX "repair_address_hash_key" ON "repair_address"("hash");
CREATE UNIQUE INDEX "repair_address_former_hash_key" ON "repair_address"("former_hash");
-- A campaign makes one address for a link, however often its job begins anew.
CREATE UNIQUE INDEX "repair_address_of_campaign" ON "repair_address"("environment_id", "campaign_id", "link_id");
CREATE INDEX "repair_address_of_link" ON "repair_address"("environment_id", "link_id", "created_at", "id");
CREATE INDEX "repair_address_by_creation" ON "repair_address"("environment_id", "created_at", "id");
CREATE INDEX "open_repair_address" ON "repair_address"("environment_id", "expires_at", "id") WHERE "state" = 'open';

-- What became of addresses, one row a fact, in the order of id: what is told of links and counted by campaigns follows from it.
-- kind: 'opened' (the first press of the button), 'reopened' (each later one), 'gave_up', 'failed', 'repaired', 'healed', 'expired', 'revoked'.
CREATE TABLE "repair_outcome" (
    "environment_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "address_id" UUID NOT NULL,
    "campaign_id" UUID,
    "link_id" UUID NOT NULL,
    "session_id" UUID,
    "kind" TEXT NOT NULL,
    "error_code" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "repair_outcome_pkey" PRIMARY KEY ("environment_id","id")
);
CREATE INDEX "repair_outcome_of_campaign" ON "repair_outcome"("environment_id", "campaign_id", "id") WHERE "campaign_id" IS NOT NULL;
CREATE INDEX "repair_outcome_of_link" ON "repair_outcome"("environment_id", "link_id", "at", "id");

-- Sessions also belong to who came by an address, and to links that do not exist yet (mode 'create').
-- state: 'open', 'healed', 'still_broken', 'gave_up', 'failed', 'expired', 'replaced', 'connected'. reported: the widget's own word, 'success', 'exit' or 'error'.
ALTER TABLE "repair_session" ADD COLUMN "mode" TEXT NOT NULL DEFAULT 'update',
  ADD COLUMN "address_id" UUID,
  ADD COLUMN "external_id" TEXT,
  ADD COLUMN "institution" TEXT,
  ADD COLUMN "new_link_id" UUID,
  ADD COLUMN "reported" TEXT,
  ADD COLUMN "error_code" TEXT,
  ADD COLUMN "reported_at" TIMESTAMPTZ(6),
  ALTER COLUMN "link_id" DROP NOT NULL,
  ALTER COLUMN "opened_by" DROP NOT NULL,
  ALTER COLUMN "status_before" DROP NOT NULL;
CREATE INDEX "repair_session_by_opening" ON "repair_session"("environment_id", "opened_at", "id");
CREATE INDEX "repair_session_of_address" ON "repair_session"("environment_id", "address_id", "opened_at") WHERE "address_id" IS NOT NULL;

-- How the page behind an address looks, and whom it names to ask.
CREATE TABLE "repair_look" (
    "environment_id" INTEGER NOT NULL,
    "operator_name" TEXT NOT NULL,
    "accent" TEXT NOT NULL,
    "background" TEXT NOT NULL,
    "contact" TEXT NOT NULL,
    "logo" BYTEA,
    "logo_type" TEXT,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "repair_look_pkey" PRIMARY KEY ("environment_id")
);

-- How often one client address has pressed lately; as an HMAC, of no environment. Taken away again after a while.
CREATE TABLE "repair_client" (
    "client" BYTEA NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL,
    "presses" INTEGER NOT NULL,

    CONSTRAINT "repair_client_pkey" PRIMARY KEY ("client")
);
CREATE INDEX "repair_client_since_idx" ON "repair_client"("since");

-- A stranger's token says nothing of its environment: by its hash alone, and no more than where it belongs.
CREATE FUNCTION find_repair_address(p_hash bytea) RETURNS TABLE (environment_id integer, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.environment_id, a.id FROM repair_address a WHERE a.hash = p_hash
  UNION ALL
  SELECT a.environment_id, a.id FROM repair_address a WHERE a.former_hash = p_hash
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION find_repair_address FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_repair_address TO enlace_app;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['repair_address', 'repair_outcome', 'repair_look'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_environment ON %I USING (environment_id = (SELECT bound_environment()))', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON "repair_address", "repair_look" TO enlace_app;
GRANT SELECT, INSERT ON "repair_outcome" TO enlace_app;
GRANT USAGE ON SEQUENCE "repair_outcome_id_seq" TO enlace_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "repair_client" TO enlace_app;
