-- Stores webhooks that arrived together, each once, and has their links read again. Answers of each whether it was a repeat.
-- Locks are taken in the order of link and fingerprint, events before rereads, so that no two batches wait for each other in a circle.
CREATE FUNCTION receive_webhooks(p_environment_id integer, p_arrivals jsonb) RETURNS TABLE (place integer, repeated boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  a record;
  received timestamptz;
  known uuid;
  events uuid[] := '{}';
BEGIN
  FOR a IN
    SELECT * FROM jsonb_to_recordset(p_arrivals) AS r (place integer, at timestamptz, fingerprint text, within interval, type text, code text,
      process_type text, link_id uuid, request_id text, raw text, raw_hash text, outcome text)
    ORDER BY r.link_id NULLS FIRST, r.fingerprint, r.place
  LOOP
    -- Equal webhooks wait here for each other, so that two that arrive at once are stored as one.
    PERFORM pg_advisory_xact_lock(('x' || left(a.fingerprint, 16))::bit(64)::bigint);
    received := coalesce(a.at, clock_timestamp());
    known := NULL;
    SELECT e.id INTO known FROM webhook_event e
    WHERE e.environment_id = p_environment_id AND e.fingerprint = decode(a.fingerprint, 'hex') AND e.received_at > received - a.within
    ORDER BY e.received_at DESC LIMIT 1;
    place := a.place;
    repeated := known IS NOT NULL;
    IF repeated THEN
      UPDATE webhook_event e SET repeats = e.repeats + 1, last_repeat_at = received
      WHERE e.environment_id = p_environment_id AND e.id = known;
    ELSE
      INSERT INTO webhook_event (environment_id, received_at, fingerprint, type, code, process_type, link_id, request_id, raw, raw_hash, state, processed_at, outcome)
      VALUES (p_environment_id, received, decode(a.fingerprint, 'hex'), a.type, a.code, a.process_type, a.link_id, a.request_id, a.raw, decode(a.raw_hash, 'hex'),
        CASE WHEN a.link_id IS NULL THEN 'processed' ELSE 'waiting' END, CASE WHEN a.link_id IS NULL THEN received END, a.outcome)
      RETURNING id INTO known;
    END IF;
    events[a.place] := known;
    RETURN NEXT;
  END LOOP;

  -- One row a link: many webhooks of one link are one reading, with the urgency of the most urgent.
  FOR a IN
    SELECT * FROM jsonb_to_recordset(p_arrivals) AS r (place integer, at timestamptz, link_id uuid, request_id text, priority smallint, ready text)
    WHERE r.link_id IS NOT NULL ORDER BY r.link_id, r.place
  LOOP
    -- That a resource's data has arrived is the one thing that only a webhook says.
    IF a.ready IS NOT NULL THEN
      INSERT INTO link_resource AS k (environment_id, link_id, resource, ready_at)
      VALUES (p_environment_id, a.link_id, a.ready, coalesce(a.at, clock_timestamp()))
      ON CONFLICT (environment_id, link_id, resource) DO UPDATE SET ready_at = greatest(k.ready_at, excluded.ready_at);
    END IF;
    INSERT INTO reread AS k (environment_id, link_id, priority, requested_at, cause, cause_id, request_id)
    VALUES (p_environment_id, a.link_id, a.priority, clock_timestamp(), 'webhook', events[a.place]::text, a.request_id)
    ON CONFLICT (environment_id, link_id) DO UPDATE SET requested_at = excluded.requested_at,
      priority = least(k.priority, excluded.priority),
      cause_id = CASE WHEN excluded.priority <= k.priority THEN excluded.cause_id ELSE k.cause_id END,
      request_id = CASE WHEN excluded.priority <= k.priority THEN excluded.request_id ELSE k.request_id END;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION receive_webhooks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION receive_webhooks TO enlace_app;
