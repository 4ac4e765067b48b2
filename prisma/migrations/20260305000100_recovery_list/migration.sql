-- Sessions and addresses in one list, newest first, by what they have come to and by whom they were made. Visits of an address are told by the address.
CREATE INDEX "recovery_session_by_state" ON "repair_session"("environment_id", "mode", "state", "opened_at", "id", "expires_at") WHERE "address_id" IS NULL;
CREATE INDEX "recovery_session_by_member" ON "repair_session"("environment_id", "opened_by", "mode", "state", "opened_at", "id", "expires_at") WHERE "address_id" IS NULL;
CREATE INDEX "recovery_session_of_user" ON "repair_session"("environment_id", "external_id", "opened_at") WHERE "external_id" IS NOT NULL;
CREATE INDEX "recovery_session_of_new_link" ON "repair_session"("environment_id", "new_link_id") WHERE "new_link_id" IS NOT NULL;

-- What an address has come to, with its latest visit where that failed.
ALTER TABLE "repair_address" ADD COLUMN "standing" TEXT GENERATED ALWAYS AS (
  CASE WHEN "state" IN ('open', 'expired') AND "last_outcome" IN ('gave_up', 'failed') THEN "state" || ' ' || "last_outcome" ELSE "state" END) STORED;
CREATE INDEX "recovery_address_by_standing" ON "repair_address"("environment_id", "standing", "created_at", "id", "expires_at");
CREATE INDEX "recovery_address_by_member" ON "repair_address"("environment_id", "created_by", "standing", "created_at", "id", "expires_at");

-- What Belvo's widget is to say and to collect where it connects something new.
CREATE TABLE "connecting_setup" (
    "environment_id" INTEGER NOT NULL,
    "company_name" TEXT NOT NULL,
    "icon_url" TEXT NOT NULL,
    "logo_url" TEXT NOT NULL,
    "terms_url" TEXT NOT NULL,
    "resources" TEXT[],
    "stale_days" INTEGER NOT NULL,
    "storage_days" INTEGER NOT NULL,
    "return_url" TEXT,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "connecting_setup_pkey" PRIMARY KEY ("environment_id")
);
ALTER TABLE "connecting_setup" ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_environment ON "connecting_setup" USING (environment_id = (SELECT bound_environment()));
GRANT SELECT, INSERT, UPDATE ON "connecting_setup" TO enlace_app;
