CREATE SCHEMA IF NOT EXISTS "public";

CREATE TABLE "member" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "admin" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT,
    "theme" TEXT,
    "session_epoch" INTEGER NOT NULL DEFAULT 0,
    "disabled_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "membership" (
    "member_id" UUID NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("member_id","environment_id")
);

CREATE TABLE "invitation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "member_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "environment" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "sealed_key" BYTEA NOT NULL,
    "key_version" INTEGER NOT NULL DEFAULT 1,
    "sealed_webhook_authorization" BYTEA,
    "customer_locale" TEXT NOT NULL DEFAULT 'es',
    "sweep_every_minutes" INTEGER NOT NULL DEFAULT 60,
    "raw_webhook_days" INTEGER NOT NULL DEFAULT 30,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "sign_in_failure" (
    "account" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("account","address")
);

CREATE TABLE "stranger_refusal" (
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "stranger_refusal_pkey" PRIMARY KEY ("day","kind")
);

CREATE TABLE "audit_entry" (
    "environment_id" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "body" TEXT NOT NULL,
    "actor" TEXT GENERATED ALWAYS AS ((((body)::jsonb ->> 'actor'::text))) STORED,
    "action" TEXT GENERATED ALWAYS AS ((((body)::jsonb ->> 'action'::text))) STORED,
    "entity" TEXT GENERATED ALWAYS AS ((((body)::jsonb ->> 'entity'::text))) STORED,
    "entity_id" TEXT GENERATED ALWAYS AS ((((body)::jsonb ->> 'entityId'::text))) STORED,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("environment_id","seq")
);

CREATE TABLE "audit_head" (
    "environment_id" INTEGER NOT NULL,
    "count" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("environment_id")
);

CREATE TABLE "belvo_host" (
    "host" TEXT NOT NULL,
    "last_grant_at" TIMESTAMPTZ(6),
    "paused_until" TIMESTAMPTZ(6),

    CONSTRAINT "belvo_host_pkey" PRIMARY KEY ("host")
);

CREATE TABLE "belvo_request" (
    "host" TEXT NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "priority" SMALLINT NOT NULL,

    CONSTRAINT "belvo_request_pkey" PRIMARY KEY ("host","id")
);

CREATE TABLE "belvo_waiter" (
    "host" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "priority" SMALLINT NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL,
    "until" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "belvo_waiter_pkey" PRIMARY KEY ("host","id")
);

CREATE TABLE "link" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "institution" TEXT NOT NULL,
    "country" TEXT GENERATED ALWAYS AS (upper("substring"(institution, '_([a-z]{2})_[a-z]+$'::text))) STORED,
    "type" TEXT GENERATED ALWAYS AS ("substring"(institution, '_[a-z]{2}_([a-z]+)$'::text)) STORED,
    "access_mode" TEXT,
    "status" TEXT NOT NULL,
    "severity" SMALLINT GENERATED ALWAYS AS (CASE status
    WHEN 'invalid'::text THEN 0
    WHEN 'token_required'::text THEN 1
    WHEN 'unconfirmed'::text THEN 2
    WHEN 'valid'::text THEN 4
    ELSE 3
END) STORED,
    "refresh_rate" TEXT,
    "created_by" UUID,
    "last_accessed_at" TIMESTAMPTZ(6),
    "external_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "institution_user_id" TEXT,
    "credentials_storage" TEXT,
    "stale_in" TEXT,
    "fetch_resources" TEXT[],
    "extra" JSONB NOT NULL DEFAULT '{}',
    "status_since" TIMESTAMPTZ(6) NOT NULL,
    "refresh_due_at" TIMESTAMPTZ(6),
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "observed_at" TIMESTAMPTZ(6) NOT NULL,
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "link_pkey" PRIMARY KEY ("environment_id","id")
);

CREATE TABLE "link_event" (
    "environment_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "link_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "institution" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "cause_id" TEXT,
    "request_id" TEXT,

    CONSTRAINT "link_event_pkey" PRIMARY KEY ("environment_id","at","id")
) PARTITION BY RANGE ("at");

CREATE TABLE "link_count_delta" (
    "environment_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "institution" TEXT NOT NULL,
    "access_mode" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "delta" INTEGER NOT NULL,

    CONSTRAINT "link_count_delta_pkey" PRIMARY KEY ("environment_id","day","id")
);

CREATE TABLE "recorded_day" (
    "environment_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "recorded_day_pkey" PRIMARY KEY ("environment_id","day")
);

CREATE TABLE "institution" (
    "environment_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "type" TEXT,
    "country_codes" TEXT[],
    "integration_type" TEXT,
    "status" TEXT,
    "resources" TEXT[],
    "observed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "institution_pkey" PRIMARY KEY ("environment_id","name")
);

CREATE TABLE "sweep_run" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "cause" TEXT NOT NULL,
    "requested_by" TEXT,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "started_at" TIMESTAMPTZ(6),
    "heartbeat_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "cancel_requested_at" TIMESTAMPTZ(6),
    "expected" INTEGER,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "seen" INTEGER NOT NULL DEFAULT 0,
    "inserted" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "missing" INTEGER,
    "failure" JSONB,

    CONSTRAINT "sweep_run_pkey" PRIMARY KEY ("environment_id","id")
);

CREATE TABLE "sweep_page" (
    "environment_id" INTEGER NOT NULL,
    "run_id" UUID NOT NULL,
    "pass" SMALLINT NOT NULL,
    "page" INTEGER NOT NULL,
    "observed_at" TIMESTAMPTZ(6) NOT NULL,
    "count" INTEGER NOT NULL,
    "ids" UUID[],

    CONSTRAINT "sweep_page_pkey" PRIMARY KEY ("environment_id","run_id","pass","page")
);

CREATE TABLE "webhook_event" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "type" TEXT,
    "code" TEXT,
    "process_type" TEXT,
    "link_id" UUID,
    "request_id" TEXT,
    "raw" TEXT,
    "raw_hash" BYTEA NOT NULL,
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "last_repeat_at" TIMESTAMPTZ(6),
    "state" TEXT NOT NULL,
    "processed_at" TIMESTAMPTZ(6),
    "outcome" TEXT,

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("environment_id","id")
);

CREATE TABLE "reread" (
    "environment_id" INTEGER NOT NULL,
    "link_id" UUID NOT NULL,
    "priority" SMALLINT NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "cause" TEXT NOT NULL,
    "cause_id" TEXT,
    "request_id" TEXT,

    CONSTRAINT "reread_pkey" PRIMARY KEY ("environment_id","link_id")
);

CREATE TABLE "link_resource" (
    "environment_id" INTEGER NOT NULL,
    "link_id" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(6),
    "ready_at" TIMESTAMPTZ(6),

    CONSTRAINT "link_resource_pkey" PRIMARY KEY ("environment_id","link_id","resource")
);

CREATE TABLE "note" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "link_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "member_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "ticket" TEXT,

    CONSTRAINT "note_pkey" PRIMARY KEY ("environment_id","id")
);

CREATE TABLE "repair_session" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "link_id" UUID NOT NULL,
    "opened_by" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "status_before" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "rereads" INTEGER NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(6),
    "status_after" TEXT,

    CONSTRAINT "repair_session_pkey" PRIMARY KEY ("environment_id","id")
);

CREATE TABLE "refresh_request" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "link_id" UUID NOT NULL,
    "requested_by" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "outcome" TEXT NOT NULL,
    "cools_down_at" TIMESTAMPTZ(6) NOT NULL,
    "belvo_request_id" TEXT,

    CONSTRAINT "refresh_request_pkey" PRIMARY KEY ("environment_id","id")
);

CREATE TABLE "deletion" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "link_id" UUID NOT NULL,
    "requested_by" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "accepted_at" TIMESTAMPTZ(6),
    "belvo_request_id" TEXT,
    "settled_at" TIMESTAMPTZ(6),
    "failure" JSONB,

    CONSTRAINT "deletion_pkey" PRIMARY KEY ("environment_id","id")
);

CREATE TABLE "live_ticket" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "member_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,
    "result" JSONB,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "live_ticket_pkey" PRIMARY KEY ("environment_id","id")
);

CREATE TABLE "export" (
    "environment_id" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "dataset" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "raw" BOOLEAN NOT NULL,
    "member_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(6),
    "rows" BIGINT,
    "bytes" BIGINT,
    "sha256" BYTEA,
    "audit_seq" BIGINT,
    "audit_hash" BYTEA,

    CONSTRAINT "export_pkey" PRIMARY KEY ("environment_id","id")
);

CREATE UNIQUE INDEX "member_email_key" ON "member"("email");

CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

CREATE UNIQUE INDEX "environment_slug_key" ON "environment"("slug");

CREATE INDEX "sign_in_failure_last_at_idx" ON "sign_in_failure"("last_at");

CREATE INDEX "audit_entry_environment_id_at_seq_idx" ON "audit_entry"("environment_id", "at", "seq");

CREATE INDEX "audit_entry_environment_id_entity_entity_id_seq_idx" ON "audit_entry"("environment_id", "entity", "entity_id", "seq");

CREATE INDEX "audit_entry_environment_id_actor_seq_idx" ON "audit_entry"("environment_id", "actor", "seq");

CREATE INDEX "audit_entry_environment_id_action_seq_idx" ON "audit_entry"("environment_id", "action", "seq");

CREATE INDEX "belvo_request_host_at_idx" ON "belvo_request"("host", "at");

CREATE INDEX "link_event_environment_id_link_id_at_idx" ON "link_event"("environment_id", "link_id", "at");

CREATE INDEX "link_event_environment_id_kind_at_idx" ON "link_event"("environment_id", "kind", "at");

CREATE INDEX "sweep_run_environment_id_created_at_idx" ON "sweep_run"("environment_id", "created_at");

CREATE INDEX "webhook_event_environment_id_received_at_idx" ON "webhook_event"("environment_id", "received_at");

CREATE INDEX "webhook_event_environment_id_fingerprint_received_at_idx" ON "webhook_event"("environment_id", "fingerprint", "received_at");

CREATE INDEX "webhook_event_environment_id_link_id_received_at_idx" ON "webhook_event"("environment_id", "link_id", "received_at");

CREATE INDEX "reread_environment_id_priority_requested_at_idx" ON "reread"("environment_id", "priority", "requested_at");

CREATE INDEX "note_environment_id_link_id_at_idx" ON "note"("environment_id", "link_id", "at");

CREATE INDEX "repair_session_environment_id_link_id_opened_at_idx" ON "repair_session"("environment_id", "link_id", "opened_at");

CREATE INDEX "repair_session_environment_id_state_opened_at_idx" ON "repair_session"("environment_id", "state", "opened_at");

CREATE INDEX "refresh_request_environment_id_link_id_at_idx" ON "refresh_request"("environment_id", "link_id", "at");

CREATE INDEX "deletion_environment_id_link_id_requested_at_idx" ON "deletion"("environment_id", "link_id", "requested_at");

CREATE INDEX "deletion_environment_id_state_requested_at_idx" ON "deletion"("environment_id", "state", "requested_at");

CREATE INDEX "live_ticket_environment_id_created_at_idx" ON "live_ticket"("environment_id", "created_at");

CREATE INDEX "export_environment_id_started_at_idx" ON "export"("environment_id", "started_at");

ALTER TABLE "membership" ADD CONSTRAINT "membership_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "membership" ADD CONSTRAINT "membership_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "invitation" ADD CONSTRAINT "invitation_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── The application's role: it owns nothing ─────────────────────────────────
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'enlace_app') THEN
    CREATE ROLE enlace_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was migrated at the same moment
END $$;
GRANT USAGE ON SCHEMA public TO enlace_app;
DO $$ BEGIN
  EXECUTE format('GRANT enlace_app TO %I', current_user);
END $$;

-- ── Months of link_event ────────────────────────────────────────────────────
CREATE TABLE link_event_rest PARTITION OF link_event DEFAULT;

-- Makes the partitions of the months from..until; a month whose rows already lie in the DEFAULT partition stays there.
CREATE FUNCTION make_link_event_months(p_from date, p_until date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  month date := date_trunc('month', p_from)::date;
  name text;
  made integer := 0;
BEGIN
  WHILE month <= p_until LOOP
    name := 'link_event_' || to_char(month, 'YYYY_MM');
    IF to_regclass(name) IS NULL AND NOT EXISTS (
      SELECT FROM link_event_rest WHERE at >= month::timestamp AT TIME ZONE 'UTC' AND at < (month + interval '1 month') AT TIME ZONE 'UTC'
    ) THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF link_event FOR VALUES FROM (%L) TO (%L)',
        name, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
      made := made + 1;
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
  RETURN made;
END $$;
SELECT make_link_event_months((now() - interval '4 months')::date, (now() + interval '3 months')::date);

-- ── Audit: appended by one function, chained, never changed ─────────────────
ALTER TABLE audit_entry ADD CONSTRAINT audit_entry_body_is_json CHECK (jsonb_typeof(body::jsonb) = 'object');

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: entries are kept as they were written', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Environment 0 is the chain of the installation. hash = sha256(previous hash ‖ seq ‖ LF ‖ microseconds ‖ LF ‖ body).
CREATE FUNCTION append_audit(p_environment_id integer, p_at timestamptz, p_body text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  head audit_head;
  next_seq bigint;
  next_hash bytea;
BEGIN
  IF p_environment_id <> 0 AND p_environment_id::text IS DISTINCT FROM current_setting('enlace.environment', true) THEN
    RAISE EXCEPTION 'environment % is not the one this transaction is bound to', p_environment_id USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO audit_head VALUES (p_environment_id, 0, '\x') ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM audit_head WHERE environment_id = p_environment_id FOR UPDATE;
  next_seq := head.count + 1;
  next_hash := sha256(head.hash || convert_to(next_seq::text || E'\n' || (extract(epoch FROM p_at) * 1000000)::bigint::text || E'\n' || p_body, 'UTF8'));
  INSERT INTO audit_entry (environment_id, seq, at, body, previous_hash, hash) VALUES (p_environment_id, next_seq, p_at, p_body, head.hash, next_hash);
  UPDATE audit_head SET count = next_seq, hash = next_hash WHERE environment_id = p_environment_id;
  RETURN next_seq;
END $$;
REVOKE ALL ON FUNCTION append_audit, make_link_event_months FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_audit, make_link_event_months TO enlace_app;

-- ── Rows of one environment are seen from that environment alone ────────────
CREATE FUNCTION bound_environment() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('enlace.environment', true), '')::integer $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['link', 'link_event', 'link_count_delta', 'recorded_day', 'institution', 'sweep_run', 'sweep_page', 'webhook_event', 'reread',
                           'link_resource', 'note', 'repair_session', 'refresh_request', 'deletion', 'live_ticket', 'export'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_environment ON %I USING (environment_id = (SELECT bound_environment()))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO enlace_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['audit_entry', 'audit_head'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_environment ON %I FOR SELECT USING (environment_id IN (0, (SELECT bound_environment())))', t);
    EXECUTE format('GRANT SELECT ON %I TO enlace_app', t);
  END LOOP;
END $$;

-- What may be taken away again: queues, pages of a sweep, what is folded, what has expired. Links, events, notes and people's acts may not.
GRANT DELETE ON link_count_delta, sweep_page, reread, live_ticket TO enlace_app;
GRANT SELECT, INSERT, UPDATE ON member, membership, invitation, environment TO enlace_app;
GRANT DELETE ON membership, invitation TO enlace_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failure, stranger_refusal, belvo_host, belvo_request, belvo_waiter TO enlace_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO enlace_app;
